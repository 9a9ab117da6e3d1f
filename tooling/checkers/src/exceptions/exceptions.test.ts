import { printEdn } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkExceptions } from "./exceptions.ts";

const MALFORMED =
  'Malformed RPC response. n0 was sent the request\n\n{"type":"echo"}\n\nand answered\n\n{"type":"echo_ok"}\n\n' +
  "This is malformed because /extra in the body must not be there; replies have exactly the fields of their schema";
const BY_MAELSTROM =
  'Malformed RPC response. Maelstrom sent node n0 the following request:\n\n{:type "echo"}\n\n' +
  "This is malformed because:\n\n{:extra disallowed-key}\n\nSee doc/protocol.md for more guidance.";

function exceptionally(messages: readonly string[]): Script {
  const script = new Script();
  messages.forEach((message, step) => {
    script.operation(step * 10, 0, "n0", "echo", "hi", {
      at: step * 10 + 5,
      type: "info",
      exception: {
        class: message.startsWith("Malformed") ? "clojure.lang.ExceptionInfo" : "TypeError",
        message,
      },
      reply: { type: "echo_ok", echo: "hi", extra: 9007199254740993n, in_reply_to: step },
    });
  });
  return script;
}

describe("checkExceptions", () => {
  test("says nothing where there are none", () => {
    expect(checkExceptions(runOfEvents([]))).toStrictEqual({ valid: true, result: {}, findings: [] });
  });

  test("counts by class, the most frequent first, each with its first operation", () => {
    const { valid, result } = checkExceptions(
      runOfEvents(exceptionally(["a bug", MALFORMED, MALFORMED]).events),
    );
    expect(valid).toBe(true);
    expect(printEdn(result.exceptions ?? null)).toMatch(
      /^\(\{:count 2, :class clojure\.lang\.ExceptionInfo, :example #jepsen\.history\.Op\{:index 3, .*\} \{:count 1, :class TypeError, /,
    );
  });

  test.each([
    [MALFORMED, "/extra in the body must not be there; replies have exactly the fields of their schema"],
    [BY_MAELSTROM, "{:extra disallowed-key}"],
  ])("names the field and quotes the reply of a malformed one", (message, reason) => {
    const { findings } = checkExceptions(runOfEvents(exceptionally([message, message]).events));
    expect(findings).toStrictEqual([
      {
        kind: "malformed-reply",
        severity: "warning",
        summary:
          `c0 at n0 got a malformed reply to its echo at 0.005 s (operation 1, messages 0 and 1): ${reason}. ` +
          "There is 1 more such. Maelstrom takes a reply that breaks its schema for no reply at all.",
        at: 5_000_000,
        node: "n0",
        operations: [1, 3],
        messages: [0, 1, 2, 3],
        details: [
          'reply 1: {"type":"echo_ok","echo":"hi","extra":9007199254740993,"in_reply_to":0}',
          `c0 at n0 got a malformed reply to its echo at 0.015 s (operation 3, messages 2 and 3): ${reason}.`,
        ],
      },
    ]);
  });
});
