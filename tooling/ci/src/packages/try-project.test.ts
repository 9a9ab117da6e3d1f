import { expect, test } from "vitest";
import { faultOf, initFaults } from "./try-project.ts";

const answer = '{"src":"n0","dest":"c0","body":{"type":"init_ok","in_reply_to":1,"msg_id":0}}\n';

test("a node that answers init and ends is well", () => {
  expect(initFaults("node", { code: 0, stdout: answer, output: answer })).toEqual([]);
});

test.each([
  ["does not answer", { code: 0, stdout: "", output: "" }],
  ["answers something else", { code: 0, stdout: answer.replace('to":1', 'to":2'), output: "" }],
  ["answers, and dies", { code: 1, stdout: answer, output: answer }],
  ["answers, and does not end", { code: null, stdout: answer, output: answer }],
])("a node that %s is not", (_, outcome) => {
  expect(initFaults("node", outcome)).toHaveLength(1);
});

test("a fault says what was tried, how it ended and what was said", () => {
  expect(faultOf("a --help", { code: 3, stdout: "", output: "no such option\n" })).toBe(
    "a --help: exit code 3\nno such option",
  );
  expect(faultOf("a", { code: null, stdout: "", output: " " })).toBe(
    "a: did not end by itself\nIt said nothing.",
  );
});
