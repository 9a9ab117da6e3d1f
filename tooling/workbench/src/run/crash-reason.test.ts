import { expect, test } from "vitest";
import { runOfTalk } from "../findings/talk.fixture.ts";
import { crashReason } from "./crash-reason.ts";

const error = new Error("n0 did not answer init within 10 s\nIt wrote nothing to stderr.");

test("an answer to init that was not heard is named", () => {
  const run = runOfTalk(
    ["c0", "n0", { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] }],
    ["n0", "c0", { type: "init_ok" }],
  );
  expect(crashReason(error, run)).toMatch(
    /^n0 did not answer init within 10 s\nIt wrote nothing to stderr\.\nn0 answered message 0 of c0 \("init"\) with message 1 at 0\.001 s, but it has no in_reply_to; it must be the number 1/,
  );
});

test("where there is none, only the error is told", () => {
  expect(crashReason(error, runOfTalk())).toBe(error.message);
});
