import { expect, test } from "vitest";
import { echo, echoOk, runOfTalk } from "./talk.fixture.ts";
import { tellUnheard } from "./tell-unheard.ts";

test("the request, the answer, and what is wrong with it are named", () => {
  expect(tellUnheard(runOfTalk(["c1", "n0", echo(1)], ["n0", "c1", echoOk("1")]))).toStrictEqual([
    {
      kind: "unheard-answer",
      severity: "warning",
      summary:
        'n0 answered message 0 of c1 ("echo") with message 1 at 0.001 s, but its in_reply_to is "1"; it must be the number 1, ' +
        "the msg_id of the request. Maelstrom's clients drop such an answer without a word, and the time for the request runs out.",
      at: 1_000_000,
      node: "n0",
      operations: [],
      messages: [0, 1],
      details: ['message 1: {"src":"n0","dest":"c1","body":{"type":"echo_ok","in_reply_to":"1"}}'],
    },
  ]);
});

test("an answer to the wrong one is told with whom it should have gone to", () => {
  const [finding] = tellUnheard(runOfTalk(["c1", "n0", echo(1)], ["n0", "n0", echoOk(1)]));
  expect(finding?.summary).toMatch(
    /^n0 sent its answer to message 0 of c1 \("echo"\), message 1 at 0\.001 s, to n0; its dest must be c1, the src of the request\./,
  );
});

test("each node is told once, with how often it did so", () => {
  const talk = Array.from({ length: 7 }, (_, i) => [
    ["c1", "n0", echo(i + 1)] as const,
    ["n0", "c1", { type: "echo_ok" }] as const,
  ]).flat();
  const findings = tellUnheard(runOfTalk(...talk, ["c2", "n1", echo(1)], ["n1", "c2", echoOk(null)]));
  expect(findings.map(({ node }) => node)).toEqual(["n0", "n1"]);
  expect(findings[0]?.summary).toContain("it has no in_reply_to; it must be the number 1");
  expect(findings[0]?.summary).toContain("There are 6 more such.");
  expect(findings[0]?.details).toHaveLength(4);
});
