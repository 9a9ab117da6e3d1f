/** Three nodes, a value given to n0, and a last read at n2 that lacks it: why? */
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkSetFull } from "./set-full.ts";

type Between = (script: Script) => void;

/** The value 17 is broadcast at n0; then comes what the nodes do; at 900 ms a client of n2 reads what it has of 20 to 31. */
function lossOf(between: Between, reader = "n2", read: readonly number[] = []) {
  const script = new Script();
  script.operation(0, 0, "n0", "broadcast", 17, { at: 2, type: "ok", reply: { type: "broadcast_ok" } });
  script.operation(3, 1, "n1", "read", null, { at: 5, type: "ok", value: [], reply: { type: "read_ok" } });
  between(script);
  script.operation(900, 2, reader, "read", null, {
    at: 905,
    type: "ok",
    value: [...read],
    reply: { type: "read_ok" },
  });
  const [finding] = checkSetFull(runOfEvents(script.events)).findings;
  return { summary: finding?.summary ?? "", messages: finding?.messages ?? [] };
}

const OTHERS = Array.from({ length: 12 }, (_, place) => 20 + place);

/** The same, where other values have shown before how these nodes talk. */
function lossAmongOthers(between: Between, reader = "n2") {
  return lossOf(
    (script) => {
      between(script);
      for (const value of OTHERS) {
        script.operation(900, 1, "n1", "broadcast", value, { at: 900, type: "ok" });
        script.message(900, "n1", "n0", gossip(value));
        script.message(900, "n1", "n2", gossip(value));
      }
    },
    reader,
    OTHERS,
  );
}

function gossip(value: number) {
  return { type: "gossip", seen: [{ value }] };
}

test("names who acknowledged it, and the message that fell into the partition", () => {
  const { summary, messages } = lossAmongOthers((script) => {
    script.message(10, "n0", "n1", gossip(17));
    script.drop(11, script.lost(11, "n0", "n2", gossip(17)));
  });
  expect(summary).toBe(
    "17 is lost: the broadcast by c0 at n0 (operation 1, messages 0 and 1, 0.002 s) was acknowledged, and no read ever " +
      "had it; the read by c2 at n2 (operation 29, messages 42 and 43, 0.905 s), which began later (operation 28), lacks it. " +
      "n0 sent it to n2 in message 5 (.seen[0].value), which fell into the partition at 0.011 s, and no other message to n2 held it.",
  );
  expect(messages).toStrictEqual([0, 1, 42, 43, 5]);
});

test.each<readonly [string, Between, string]>([
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
    "No message that held it arrived anywhere. n0 sent it to n1 in message 4 (.seen[0].value), which fell into the partition at 0.011 s.",
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
    "Message 4 (.seen[0].value) of n0 had brought it to n2 at 0.011 s.",
  ],
  [
    "it is still on its way",
    (script) => {
      script.lost(899, "n0", "n2", gossip(17));
    },
    "1 message with it to n2 had not arrived yet.",
  ],
  [
    "a counter that is as great and the number of a message are not it",
    (script) => {
      for (let n = 1; n <= 17; n++) script.message(10, "n0", "n2", { type: "gossip", msg_id: n, n });
    },
    "No message between nodes ever held it: n0 told nobody.",
  ],
  [
    "one message was lost and another is on its way",
    (script) => {
      script.drop(11, script.lost(11, "n0", "n2", gossip(17)));
      script.lost(899, "n0", "n2", gossip(17));
    },
    "at 0.011 s, and 1 other message to n2 that held it had not arrived yet.",
  ],
  [
    "nobody can have it yet",
    (script) => {
      const id = script.lost(899, "n0", "n1", gossip(17));
      script.events.push({ kind: "recv", at: 2e9, id });
    },
    "No message that held it had arrived anywhere yet.",
  ],
])("%s", (_, between, expected) => {
  expect(lossAmongOthers(between).summary).toContain(expected);
});

describe("where one value is all there is, nobody knows how the nodes talk", () => {
  test.each<readonly [string, Between, string]>([
    ["it was told to nobody", () => {}, "lacks it. No message between nodes ever held it: n0 told nobody."],
    [
      "it arrived, perhaps",
      (script) => {
        script.message(10, "n0", "n1", gossip(17));
        script.message(20, "n0", "n2", gossip(17));
      },
      "lacks it. Message 5 of n0 to n2, which arrived at 0.021 s, has the number 17 in it, at .seen[0].value.",
    ],
    [
      "it was lost, perhaps",
      (script) => {
        script.drop(11, script.lost(11, "n0", "n2", gossip(17)));
      },
      "Message 4 of n0 to n2, which fell into the partition at 0.011 s, has the number 17 in it, at .seen[0].value.",
    ],
    [
      "another was told, perhaps",
      (script) => {
        script.message(10, "n0", "n1", gossip(17));
      },
      "Message 4 of n0 to n1, which arrived at 0.011 s, has the number 17 in it, at .seen[0].value.",
    ],
    [
      "something else was told",
      (script) => {
        script.message(10, "n0", "n2", { type: "gossip", msg_id: 17, seen: [{ value: 18 }] });
      },
      "lacks it. No message between nodes has the number 17 in it.",
    ],
  ])("%s", (_, between, expected) => {
    expect(lossOf(between).summary).toContain(expected);
  });

  test("it is where there are no values", () => {
    const { summary, messages } = lossOf((script) => {
      for (const n of [16, 17]) script.message(10, "n0", "n2", { type: "gossip", n });
    });
    expect(summary).toMatch(/lacks it\.$/);
    expect(messages).toStrictEqual([0, 1, 6, 7]);
  });
});

test("a message that is the seventeenth and has no values brought none", () => {
  // As our own nodes talk: `n` and `heard` number messages, `have` counts values, and `runs` has them.
  const { summary } = lossOf(
    (script) => {
      const talk = (n: number, runs?: readonly number[]) => ({
        type: "gossip",
        heard: n - 1,
        n,
        have: [["n1:life", n]],
        ...(runs === undefined ? {} : { runs: [["n1:life", n - 1, runs]] }),
      });
      OTHERS.forEach((value, place) => {
        script.operation(10 + place, 1, "n1", "broadcast", value, { at: 10 + place, type: "ok" });
        script.message(10 + place, "n1", "n2", talk(place + 1, [value]));
      });
      for (let n = 13; n < 40; n++) script.message(100 + n, "n1", "n2", talk(n));
      script.message(200, "n0", "n1", talk(1, [17]));
    },
    "n2",
    OTHERS,
  );
  expect(summary).toMatch(/lacks it\. It reached n1, but no message to n2 ever held it\.$/);
});

test("a node that was given a value and lacks it has forgotten it", () => {
  expect(lossAmongOthers(() => {}, "n0").summary).toContain("lacks it. n0 itself had been given it.");
});
