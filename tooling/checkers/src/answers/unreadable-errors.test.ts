import { readExactJson, type SendEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { runOfTalk, type Said } from "./talk.fixture.ts";
import { tellUnreadableErrors } from "./unreadable-errors.ts";

function answering(body: SendEvent["body"]): Said {
  return ["n0", "c1", body];
}

/** An error whose code is the JSON text. */
function refusal(code: string): SendEvent["body"] {
  return readExactJson(`{"type":"error","in_reply_to":1,"code":${code}}`);
}

describe("an error", () => {
  test.each(['"22"', "22.0", "null", '"precondition-failed"'])("with the code %s cannot be read", (code) => {
    const [finding, ...others] = tellUnreadableErrors(runOfTalk(answering(refusal(code))));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: "unreadable-error",
      severity: "warning",
      node: "n0",
      messages: [0],
    });
    expect(finding?.summary).toContain(
      `n0 answered c1 with an error that has the code ${code}, in message 0`,
    );
  });

  test("without a code cannot either; each node is told once", () => {
    const none = answering({ type: "error", in_reply_to: 1, text: "no" });
    const [finding, ...others] = tellUnreadableErrors(runOfTalk(none, none, none));
    expect(others).toEqual([]);
    expect(finding?.summary).toMatch(
      /^n0 answered c1 with an error that has no code, .* There are 2 more such\./,
    );
    expect(finding?.messages).toEqual([0, 1, 2]);
  });

  test.each(["22", "1000", "-1", "100000000000000000000"])("with the code %s can", (code) => {
    expect(tellUnreadableErrors(runOfTalk(answering(refusal(code))))).toEqual([]);
  });

  test("between nodes is their own affair, and so is a field of another answer", () => {
    const talk: Said[] = [
      ["n0", "n1", refusal('"22"')],
      ["n0", "c1", { type: "read_ok", code: "22" }],
    ];
    expect(tellUnreadableErrors(runOfTalk(...talk))).toEqual([]);
  });
});
