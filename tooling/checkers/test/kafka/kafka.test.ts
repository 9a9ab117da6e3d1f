/** Logs: each way to break a valid run, one reply at a time, and what the verdict then says. */
import { EdnList, Keyword, type Operation, printEdn } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { consumeCounts } from "../../src/kafka/consume-counts.ts";
import { checkKafka } from "../../src/kafka/kafka.ts";
import { MalformedOperationError } from "../../src/run/malformed-operation.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { historyOf } from "../script-lines.ts";

/** Process 0 and 1 send to key "7", process 2 and 3 poll it; one send fails, and one nobody knows of is stored. */
const valid = `
  2 invoke assign ["7"]
  2 ok     assign ["7"]
  0 invoke send [[:send "7" 1]]
  0 ok     send [[:send "7" [0 1]]]
  1 invoke send [[:send "7" 2]]
  1 ok     send [[:send "7" [1 2]]]
  2 invoke poll [[:poll]]
  2 ok     poll [[:poll {"7" [[0 1] [1 2]]}]]
  4 invoke send [[:send "7" 3]]
  4 info   send [[:send "7" 3]]
  0 invoke send [[:send "7" 4]]
  0 ok     send [[:send "7" [3 4]]]
  1 invoke send [[:send "7" 9]]
  1 fail   send [[:send "7" 9]]
  2 invoke poll [[:poll]]
  2 ok     poll [[:poll {"7" [[2 3] [3 4]]}]]
  1 invoke send [[:send "7" 5]]
  1 ok     send [[:send "7" [4 5]]]
  3 invoke crash nil
  3 info   crash nil
  13 invoke assign ["7"]
  13 ok     assign ["7"]
  13 invoke poll [[:poll]]
  13 ok     poll [[:poll {"7" [[0 1] [1 2] [2 3] [3 4] [4 5]]}]]`;

const lastPoll = "[[0 1] [1 2] [2 3] [3 4] [4 5]]";

function judged(history: readonly Operation[]) {
  const verdict = checkKafka(runOfHistory(history));
  const types = verdict.result["bad-error-types"];
  return {
    verdict,
    valid: verdict.valid,
    bad:
      types instanceof EdnList ? types.items.map((type) => (type instanceof Keyword ? type.name : "")) : [],
  };
}

/** The valid run with the first reply that has this text changed. */
function broken(from: string, to: string) {
  if (!valid.includes(from)) throw new Error(`the valid run does not hold ${from}`);
  return judged(historyOf(valid.replace(from, to)));
}

test("the run is valid as it is", () => {
  expect(judged(historyOf(valid))).toMatchObject({ valid: true, bad: [] });
  expect(judged(historyOf(valid)).verdict.findings).toStrictEqual([]);
});

describe("one reply changed", () => {
  test.each([
    [
      "a message at two offsets",
      lastPoll,
      "[[0 1] [1 2] [2 3] [3 4] [4 5] [5 5]]",
      ["duplicate", "int-nonmonotonic-poll"],
    ],
    ["two messages at one offset", 'send "7" [4 5]', 'send "7" [3 5]', ["duplicate", "inconsistent-offsets"]],
    ["a poll that leaves one out", lastPoll, "[[0 1] [2 3] [3 4] [4 5]]", ["int-poll-skip"]],
    [
      "a poll that goes back",
      lastPoll,
      "[[0 1] [2 3] [1 2] [3 4] [4 5]]",
      ["int-nonmonotonic-poll", "int-poll-skip"],
    ],
    ["a poll that goes on too late", "[[2 3] [3 4]]", "[[3 4]]", ["poll-skip"]],
    ["a poll that goes on too early", "[[2 3] [3 4]]", "[[1 2] [2 3] [3 4]]", ["nonmonotonic-poll"]],
    ["a failed send that is read", lastPoll, "[[0 1] [1 2] [2 3] [3 4] [4 5] [5 9]]", ["G1a"]],
    ["the last message is never shown", lastPoll, "[[0 1] [1 2] [2 3] [3 4]]", ["unseen"]],
  ])("%s", (_, from, to, kinds) => {
    const result = broken(from, to);
    expect(result.valid).toBe(false);
    expect(result.bad).toStrictEqual(expect.arrayContaining(kinds));
    for (const kind of kinds) expect(result.verdict.findings.map((finding) => finding.kind)).toContain(kind);
  });

  test("a message that no poll shows is lost once polls are beyond it", () => {
    const lost = valid.replace("[[0 1] [1 2]]", "[[0 1]]").replace(lastPoll, "[[0 1] [2 3] [3 4] [4 5]]");
    expect(judged(historyOf(lost))).toMatchObject({
      valid: false,
      bad: ["int-poll-skip", "lost-write", "poll-skip", "unseen"],
    });
  });

  test("a poll that skips a message names who sent it", () => {
    const { verdict } = broken(lastPoll, "[[0 1] [1 2] [3 4] [4 5]]");
    expect(verdict.findings.find(({ kind }) => kind === "int-poll-skip")).toMatchObject({
      summary:
        'int-poll-skip: The poll by process 13 (operation 23, 0.023 s) polled messages 2 and next 4 of key "7" (offsets 1 ' +
        "and 3), but the log has 3, of the send by process 4 (operation 9, 0.009 s), between them.",
      operations: [23, 9],
    });
  });

  test("a session that skips messages names who sent the first", () => {
    const { verdict } = broken("[[2 3] [3 4]]", "[[4 5]]");
    expect(verdict.findings.find(({ kind }) => kind === "poll-skip")).toMatchObject({
      summary:
        'poll-skip: The poll by process 2 (operation 7, 0.007 s) ended with message 2 of key "7" and the poll by process 2 ' +
        "(operation 15, 0.015 s) went on with 5, but the log has 3, of the send by process 4 (operation 9, 0.009 s), and 1 " +
        "more message between them.",
      operations: [7, 15, 9],
    });
  });

  test("a message that is in the log several times can be behind itself", () => {
    const { verdict } = broken(lastPoll, "[[0 1] [1 2] [2 3] [3 4] [4 5] [5 4]]");
    const told = verdict.findings.find(({ kind }) => kind === "int-poll-skip");
    expect(told?.summary).toContain(
      "but the log holds 4 several times, and the last is not where they left off.",
    );
  });

  test("offsets that go back for one sender are nonmonotonic", () => {
    const swapped = judged(
      historyOf(`
        0 invoke send [[:send "7" 1]]
        0 ok     send [[:send "7" [3 1]]]
        0 invoke send [[:send "7" 2]]
        0 ok     send [[:send "7" [0 2]]]
        1 invoke poll [[:poll]]
        1 ok     poll [[:poll {"7" [[0 2] [3 1]]}]]`),
    );
    expect(swapped).toMatchObject({ valid: false, bad: ["nonmonotonic-send"] });
    expect(swapped.verdict.findings[0]?.operations).toStrictEqual([1, 3]);
  });

  test("a message that is polled before it is sent closes a cycle", () => {
    const prophet = broken("[[0 1] [1 2]]", "[[0 1] [1 2] [2 3] [3 4]]");
    expect(prophet.bad).toStrictEqual(expect.arrayContaining(["G1c-realtime", "strong-PL-2-cycle-exists"]));
    const told = prophet.verdict.findings.find(({ kind }) => kind === "G1c-realtime");
    expect(told?.operations.toSorted((a, b) => a - b)).toStrictEqual([7, 9]);
    expect(told?.summary).toMatch(/a contradiction\.$/);
  });

  test("a message that nobody sent makes Maelstrom fail, and is told", () => {
    const phantom = broken(lastPoll, "[[0 1] [1 2] [2 3] [3 4] [4 5] [5 77]]");
    expect(phantom.valid).toBe("unknown");
    expect(phantom.verdict.findings[0]).toMatchObject({
      kind: "phantom",
      severity: "error",
      operations: [23],
    });
    expect(phantom.verdict.findings[0]?.summary).toContain(
      'message 77 of key "7" at offset 5, which nobody sent',
    );
  });

  test("a key that polls only ever had an empty list for makes Maelstrom fail, and is told", () => {
    const empty = broken(`{"7" ${lastPoll}}`, `{"7" ${lastPoll}, "8" []}`);
    expect(empty.valid).toBe("unknown");
    expect(empty.verdict.findings[0]).toMatchObject({ kind: "only-empty-polls", severity: "warning" });
  });
});

/** Maelstrom's operations hold one message; histories of transactions may hold more. */
describe("several sends and polls in one operation", () => {
  const history = (txn: string) =>
    historyOf(`
    0 invoke send [[:send "7" 1]]
    0 ok     send [[:send "7" [0 1]]]
    0 invoke send [[:send "7" 2]]
    0 ok     send [[:send "7" [1 2]]]
    1 invoke txn  []
    1 ok     txn  ${txn}
    2 invoke poll [[:poll]]
    2 ok     poll [[:poll {"7" [[0 1] [1 2] [2 3] [3 4] [4 5]]}]]`);

  test.each([
    ["int-send-skip is allowed", '[[:send "7" [2 3]] [:send "7" [4 5]]]', "int-send-skip", false],
    [
      "int-nonmonotonic-send is not",
      '[[:send "7" [4 5]] [:send "7" [3 4]] [:send "7" [2 3]]]',
      "int-nonmonotonic-send",
      true,
    ],
    ["precommitted-read is not", '[[:send "7" [2 3]] [:poll {"7" [[2 3]]}]]', "precommitted-read", true],
  ])("%s", (_, txn, kind, bad) => {
    const result = judged(history(txn));
    expect(printEdn(result.verdict.result["error-types"] ?? null)).toContain(kind);
    expect(result.bad.includes(kind)).toBe(bad);
  });

  test("operations that read what each other sent make a cycle without regard to time", () => {
    const circular = judged(
      historyOf(`
      0 invoke txn []
      1 invoke txn []
      0 ok txn [[:send "a" [0 1]] [:poll {"b" [[0 1]]}]]
      1 ok txn [[:send "b" [0 1]] [:poll {"a" [[0 1]]}]]`),
    );
    expect(circular.bad).toStrictEqual(["G1c", "PL-2-cycle-exists"]);
  });
});

test("offsets may be as large as time stamps, with holes between them", () => {
  const at = (offset: number) => `${1_700_000_000_000 + offset * 1_000_000}`;
  const stamped = valid.replaceAll(
    /\[(\d) (\d)\]/g,
    (_, offset, message) => `[${at(Number(offset))} ${message}]`,
  );
  expect(judged(historyOf(stamped))).toMatchObject({ valid: true, bad: [] });
});

test("the causes of unknown outcomes are listed once each", () => {
  const history = historyOf(valid).map((operation) =>
    operation.type === "info" ? { ...operation, error: [new Keyword("crash"), "maybe"] } : operation,
  );
  // The crash is no send or poll, so its cause is not among them.
  expect(printEdn(checkKafka(runOfHistory(history)).result["info-txn-causes"] ?? null)).toBe(
    '([:crash "maybe"])',
  );
});

test("a key that is assigned once more is not read from its start again", () => {
  const { result } = checkKafka(
    runOfHistory(
      historyOf(`
      2 invoke assign ["7"]
      2 ok     assign ["7"]
      0 invoke send [[:send "7" 1]]
      0 ok     send [[:send "7" [0 1]]]
      2 invoke poll [[:poll]]
      2 ok     poll [[:poll {"7" [[0 1]]}]]
      2 invoke assign ["7" "8"]
      2 ok     assign ["7" "8"]
      2 invoke poll [[:poll]]
      2 ok     poll [[:poll {}]]`),
    ),
  );
  expect(printEdn(result["worst-realtime-lag"] ?? null)).toContain(":lag 0.0}");
});

test("the worst lag is since the log surely held more than the poller had seen", () => {
  const { result } = checkKafka(
    runOfHistory(
      historyOf(`
      1 invoke assign ["7"]
      1 ok     assign ["7"]
      0 invoke send [[:send "7" 1]]
      0 ok     send [[:send "7" [0 1]]]
      0 invoke send [[:send "7" 2]]
      0 ok     send [[:send "7" [1 2]]]
      1 invoke poll [[:poll]]
      1 ok     poll [[:poll {}]]
      1 invoke poll [[:poll]]
      1 ok     poll [[:poll {"7" [[0 1] [1 2]]}]]`),
    ),
  );
  // Offset 0 was acknowledged at 3 ms, the first poll began at 6 ms without it.
  expect(printEdn(result["worst-realtime-lag"] ?? null)).toBe(
    '{:time 0.006, :process 1, :key "7", :lag 0.003}',
  );
});

test("a history in which nothing depends on anything is invalid, as Maelstrom says", () => {
  const result = judged(
    historyOf(`
    0 invoke assign ["7"]
    0 ok     assign ["7"]
    0 invoke poll [[:poll]]
    0 ok     poll [[:poll {}]]`),
  );
  expect(result).toMatchObject({ valid: false, bad: ["empty-transaction-graph"] });
});

test("an early Maelstrom, whose last assigns name keys by integers, did not count what was unseen", () => {
  const early = `${valid.replace("\n  13 invoke poll [[:poll]]", "").replace(/\n {2}13 ok {5}poll .*/, "")}
    14 invoke assign [7]
    14 ok     assign [7]
    14 invoke poll [[:poll]]
    14 ok     poll [[:poll {}]]`;
  const result = judged(historyOf(early));
  expect(result).toMatchObject({ valid: true, bad: [] });
  expect(result.verdict.findings.map(({ kind, severity }) => [kind, severity])).toStrictEqual([
    ["unseen", "warning"],
  ]);
});

test.each([
  ["a value that is no list", "0 ok send 5"],
  ["an unknown micro-operation", '0 ok send [[:append "7" 1]]'],
  ["an offset that is no integer", '0 ok send [[:send "7" ["x" 1]]]'],
  ["an offset beyond 2^53", '0 ok send [[:send "7" [9007199254740993 1]]]'],
  ["a poll of no map", "0 ok poll [[:poll 5]]"],
  ["a poll of no pairs", '0 ok poll [[:poll {"7" [5]}]]'],
])("%s is an error that names the operation", (_, line) => {
  expect(() => checkKafka(runOfHistory(historyOf(line)))).toThrow(MalformedOperationError);
  expect(() => checkKafka(runOfHistory(historyOf(line)))).toThrow(
    /^operation 0 \(ok (send|poll)\): its value is .* and should be /,
  );
});

describe("consume counts", () => {
  test("count what subscribers consumed, and list what they consumed twice", () => {
    const counts = consumeCounts(
      runOfHistory(
        historyOf(`
        0 ok subscribe ["7"]
        0 ok poll [[:poll {"7" [[0 1] [1 2]]}]]
        0 ok poll [[:poll {"7" [[0 1]]}]]
        1 ok poll [[:poll {"7" [[0 1] [0 1]]}]]`),
      ),
    );
    expect(printEdn(counts)).toBe('{:distribution {1 1, 2 1}, :dup-counts {"7" {1 2}}}');
  });

  test("are empty for Maelstrom's client, which assigns keys to itself", () => {
    expect(printEdn(consumeCounts(runOfHistory(historyOf(valid))))).toBe(
      "{:distribution {}, :dup-counts {}}",
    );
  });
});
