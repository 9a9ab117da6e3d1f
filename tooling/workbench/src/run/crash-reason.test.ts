import { runOfEvents } from "@gossip-glomers/checkers";
import { expect, test } from "vitest";
import { crashReason } from "./crash-reason.ts";

const error = new Error("n0 did not answer init within 10 s\nIt wrote nothing to stderr.");

test("an answer to init that was not heard is named", () => {
  const init = { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] };
  const run = runOfEvents([
    { kind: "send", at: 0, id: 0, src: "c0", dest: "n0", body: init },
    { kind: "recv", at: 0, id: 0 },
    { kind: "send", at: 1_000_000, id: 1, src: "n0", dest: "c0", body: { type: "init_ok" } },
    { kind: "recv", at: 1_000_000, id: 1 },
  ]);
  expect(crashReason(error, run)).toMatch(
    /^n0 did not answer init within 10 s\nIt wrote nothing to stderr\.\nn0 answered message 0 of c0 \("init"\) with message 1 at 0\.001 s, but it has no in_reply_to; it must be the number 1/,
  );
});

test("where there is none, only the error is told", () => {
  expect(crashReason(error, runOfEvents([]))).toBe(error.message);
});
