import { EdnList, keyword } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Script, sequentialHistory } from "../../test/script.ts";
import { runOfEvents, runOfHistory } from "../run/run.ts";
import { checkEcho } from "./echo.ts";

const good = (text: string) => ({ type: "echo_ok", echo: text, in_reply_to: 1 });

describe("checkEcho", () => {
  test("accepts echoes, and asks nothing of operations that nobody knows the end of", () => {
    const run = runOfHistory(
      sequentialHistory([
        ["echo", "a", "ok", good("a")],
        ["echo", "b", "info", "b"],
      ]),
    );
    expect(checkEcho(run)).toStrictEqual({ valid: true, result: { errors: new EdnList([]) }, findings: [] });
  });

  test("names node, client, messages and times of a wrong echo", () => {
    const script = new Script();
    script.operation(100, 4, "n0", "echo", "Please echo 1", {
      at: 105,
      type: "ok",
      value: good("Please echo 1"),
      reply: good("Please echo 1"),
    });
    script.operation(200, 4, "n0", "echo", "Please echo 2", {
      at: 207,
      type: "ok",
      value: good("Please echo 2!"),
      reply: good("Please echo 2!"),
    });
    const verdict = checkEcho(runOfEvents(script.events));
    expect(verdict).toStrictEqual({
      valid: false,
      result: {
        errors: new EdnList([
          ["Expected a message with :echo", "Please echo 2", "But received", good("Please echo 2!")],
        ]),
      },
      findings: [
        {
          kind: "echo-mismatch",
          severity: "error",
          summary:
            'c4 at n0 sent "Please echo 2" at 0.200 s and received "Please echo 2!" at 0.207 s ' +
            "(operation 3, messages 2 and 3).",
          at: 207_000_000,
          node: "n0",
          operations: [2, 3],
          messages: [2, 3],
          details: [],
        },
      ],
    });
  });

  test("explains why a refusal counts as wrong", () => {
    const script = new Script();
    const error = [keyword("temporarily-unavailable"), "try later"];
    script.operation(0, 0, "n1", "echo", "a", { at: 3, type: "fail", error });
    const { valid, findings } = checkEcho(runOfEvents(script.events));
    expect(valid).toBe(false);
    expect(findings.map(({ summary }) => summary)).toStrictEqual([
      'c0 at n1 sent "a" at 0.000 s and was refused at 0.003 s: fail, [:temporarily-unavailable "try later"] ' +
        "(operation 1, message 0). A definite error is no echo, so Maelstrom counts it as a wrong one.",
    ]);
  });

  test("tells ten thousand wrong echoes in one finding for each node", () => {
    const script = new Script();
    for (let number = 0; number < 10_000; number++) {
      const wrong = good("x");
      script.operation(number * 10, number % 2, `n${number % 2}`, "echo", `${number}`, {
        at: number * 10 + 5,
        type: "ok",
        value: wrong,
        reply: wrong,
      });
    }
    const { findings } = checkEcho(runOfEvents(script.events));
    expect(findings.map(({ node }) => node)).toStrictEqual(["n0", "n1"]);
    for (const { summary, details, operations } of findings) {
      expect(summary).toContain("There are 4999 more such.");
      expect(details).toHaveLength(3);
      expect(operations).toHaveLength(8);
    }
  });

  test("rejects any one changed reply of a valid history", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), fc.string(), (texts, at, other) => {
        const changed = at % texts.length;
        fc.pre(texts[changed] !== other);
        const history = (change: boolean) =>
          sequentialHistory(
            texts.map((text, step) => ["echo", text, "ok", good(change && step === changed ? other : text)]),
          );
        expect(checkEcho(runOfHistory(history(false))).valid).toBe(true);
        expect(checkEcho(runOfHistory(history(true))).valid).toBe(false);
      }),
    );
  });
});
