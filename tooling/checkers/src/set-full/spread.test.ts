/** Three nodes, a value given to n0, and a last read at n2 that lacks it: why? */
import { expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkSetFull } from "./set-full.ts";

/** The value 17 is broadcast at n0; then comes what the nodes do; at 900 ms a client of n2 reads `read`. */
function lossOf(between: (script: Script) => void, reader = "n2") {
  const script = new Script();
  script.operation(0, 0, "n0", "broadcast", 17, { at: 2, type: "ok", reply: { type: "broadcast_ok" } });
  script.operation(3, 1, "n1", "read", null, { at: 5, type: "ok", value: [], reply: { type: "read_ok" } });
  between(script);
  script.operation(900, 2, reader, "read", null, {
    at: 905,
    type: "ok",
    value: [],
    reply: { type: "read_ok" },
  });
  const [finding] = checkSetFull(runOfEvents(script.events)).findings;
  return { summary: finding?.summary ?? "", messages: finding?.messages ?? [] };
}

function gossip(value: number) {
  return { type: "gossip", seen: [{ value }] };
}

test("names who acknowledged it, and the message that fell into the partition", () => {
  const { summary, messages } = lossOf((script) => {
    script.message(10, "n0", "n1", gossip(17));
    script.drop(11, script.lost(11, "n0", "n2", gossip(17)));
  });
  expect(summary).toBe(
    "17 is lost: the broadcast by c0 at n0 (operation 1, messages 0 and 1, 0.002 s) was acknowledged, and no read ever " +
      "had it; the read by c2 at n2 (operation 5, messages 6 and 7, 0.905 s), which began later (operation 4), lacks it. " +
      "n0 sent it to n2 in message 5, which fell into the partition at 0.011 s, and no other message to n2 held it.",
  );
  expect(messages).toStrictEqual([0, 1, 6, 7, 5]);
});

test.each<readonly [string, (script: Script) => void, string]>([
  ["it was told to nobody", () => {}, "No message between nodes ever held it: n0 told nobody."],
  [
    "several messages were lost",
    (script) => {
      for (const at of [11, 211, 411]) script.drop(at, script.lost(at, "n0", "n2", gossip(17)));
    },
    "at 0.011 s, and so did 2 other messages to n2 that held it.",
  ],
  [
    "it went astray on the way to a third node",
    (script) => {
      script.drop(11, script.lost(11, "n0", "n1", gossip(17)));
    },
    "No message that held it arrived anywhere. n0 sent it to n1 in message 4, which fell into the partition at 0.011 s.",
  ],
  [
    "nobody told the reader",
    (script) => {
      script.message(10, "n0", "n1", gossip(17));
    },
    "It reached n1, but no message to n2 ever held it.",
  ],
  [
    "the reader has forgotten it",
    (script) => {
      script.message(10, "n0", "n2", gossip(17));
    },
    "Message 4 of n0 had brought it to n2 at 0.011 s.",
  ],
  [
    "it is still on its way",
    (script) => {
      script.lost(899, "n0", "n2", gossip(17));
    },
    "1 message with it to n2 had not arrived yet.",
  ],
  [
    "other values and numbers of messages are not it",
    (script) => {
      script.message(10, "n0", "n2", { type: "gossip", msg_id: 17, seen: [{ value: 18 }] });
    },
    "No message between nodes ever held it: n0 told nobody.",
  ],
])("%s", (_, between, expected) => {
  expect(lossOf(between).summary).toContain(expected);
});

test("a node that was given a value and lacks it has forgotten it", () => {
  expect(lossOf(() => {}, "n0").summary).toContain("lacks it. n0 itself had been given it.");
});
