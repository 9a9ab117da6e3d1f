/**
 * The anomalies of logs against their definitions (MAELSTROM.md 14.2), written down naively, on random histories of a
 * few keys, messages and offsets, in which nearly every kind of anomaly occurs.
 */
import { isRecord, keyword, type Operation, printEdn } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkKafka } from "../../src/kafka/kafka.ts";
import { runOfHistory } from "../../src/run/run.ts";

type Pair = readonly [offset: number, value: number];

/** One completed operation; its process does nothing else meanwhile. */
interface Drawn {
  readonly kind: "send" | "poll" | "assign";
  readonly type: "ok" | "info" | "fail";
  readonly process: number;
  readonly key: string;
  readonly offset: number;
  readonly pairs: readonly Pair[];
}

const pair: fc.Arbitrary<Pair> = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 }))
  // An offset has one of two messages, so that offsets are inconsistent at times only.
  .map(([offset, value]) => [offset, value === 0 ? offset + 1 : offset]);
const drawn: fc.Arbitrary<Drawn> = fc.record({
  kind: fc.constantFrom("send", "send", "send", "poll", "poll", "poll", "assign"),
  type: fc.constantFrom("ok", "ok", "ok", "ok", "info", "fail"),
  process: fc.integer({ min: 0, max: 2 }),
  key: fc.constantFrom("a", "b"),
  offset: fc.integer({ min: 0, max: 4 }),
  pairs: fc.array(pair, { maxLength: 4 }),
});

/** The n-th send of a key sends message n; of messages that are sent never, polls know nothing. */
function historyFrom(operations: readonly Drawn[]): readonly Operation[] {
  const sent = new Map<string, number>([
    ["a", 0],
    ["b", 0],
  ]);
  for (const { kind, key } of operations) if (kind === "send") sent.set(key, (sent.get(key) ?? 0) + 1);
  const next = new Map<string, number>([
    ["a", 0],
    ["b", 0],
  ]);
  const events = operations.flatMap(
    ({ kind, type, process, key, offset, pairs }): Omit<Operation, "index" | "time">[] => {
      if (kind === "assign") {
        return [
          { type: "invoke", process, f: kind, value: [key] },
          { type, process, f: kind, value: [key] },
        ];
      }
      if (kind === "send") {
        const message = next.get(key) ?? 0;
        next.set(key, message + 1);
        return [
          { type: "invoke", process, f: kind, value: [[keyword("send"), key, message]] },
          {
            type,
            process,
            f: kind,
            value: [[keyword("send"), key, type === "ok" ? [offset, message] : message]],
          },
        ];
      }
      const known = pairs.filter(([, value]) => value < (sent.get(key) ?? 0));
      return [
        { type: "invoke", process, f: kind, value: [[keyword("poll")]] },
        {
          type,
          process,
          f: kind,
          value: [[keyword("poll"), ...(type === "ok" ? [new Map([[key, known]])] : [])]],
        },
      ];
    },
  );
  return events.map((event, index): Operation => ({ ...event, index, time: index }));
}

interface Sent {
  readonly type: string;
  readonly process: number;
  readonly index: number;
  readonly key: string;
  readonly offset: number | null;
  readonly value: number;
}

interface Polled {
  readonly index: number;
  readonly process: number;
  readonly key: string;
  readonly pairs: readonly Pair[];
}

/** Reads the operations back, from their text, so that the oracle shares nothing with the checker. */
function parse(history: readonly Operation[]): {
  readonly sends: readonly Sent[];
  readonly polls: readonly Polled[];
} {
  const sends: Sent[] = [];
  const polls: Polled[] = [];
  for (const { type, f, process, index, value } of history) {
    const text = printEdn(value);
    if (type === "invoke" || process === "nemesis") continue;
    const send = /^\[\[:send "(\w)" (?:\[(\d+) (\d+)\]|(\d+))\]\]$/.exec(text);
    if (f === "send" && send !== null) {
      const offset = send[2] === undefined ? null : Number(send[2]);
      sends.push({ type, process, index, key: send[1] ?? "", offset, value: Number(send[3] ?? send[4]) });
    }
    const poll = /^\[\[:poll \{"(\w)" (.*)\}\]\]$/.exec(text);
    if (f === "poll" && poll !== null) {
      const pairs = [...(poll[2] ?? "").matchAll(/\[(\d+) (\d+)\]/g)].map(
        ([, o, v]): Pair => [Number(o), Number(v)],
      );
      polls.push({ index, process, key: poll[1] ?? "", pairs });
    }
  }
  return { sends, polls };
}

/** How many cases of each kind there are. */
function countsByDefinition(history: readonly Operation[]): { readonly [kind: string]: number } {
  const { sends, polls } = parse(history);
  const counts: { [kind: string]: number } = {};
  const found = (kind: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const key of ["a", "b"]) {
    const sent = sends.filter((send) => send.key === key);
    const polled = polls.filter((poll) => poll.key === key);
    const read = new Set(polled.flatMap(({ pairs }) => pairs.map(([, value]) => value)));
    const surely = (send: Sent): boolean =>
      send.type === "ok" || (send.type === "info" && read.has(send.value));
    const seen = [
      ...sent
        .filter((send) => surely(send) && send.offset !== null)
        .map(({ offset, value }): Pair => [offset ?? 0, value]),
      ...polled.flatMap(({ pairs }) => pairs),
    ];
    const offsets = [...new Set(seen.map(([offset]) => offset))].sort((a, b) => a - b);
    const log = offsets.map((offset) => [
      ...new Set(seen.filter(([o]) => o === offset).map(([, value]) => value)),
    ]);
    const values = [...new Set(seen.map(([, value]) => value))];
    for (const value of values) if (log.filter((at) => at.includes(value)).length > 1) found("duplicate");
    for (const at of log) if (at.length > 1) found("inconsistent-offsets");
    // Clojure walks through sets of the small integers used here in this order.
    const order = log.map((at) => [0, 7, 1, 4, 6, 3, 2, 9, 5, 8].find((value) => at.includes(value)));
    const indexOf = (value: number | undefined): number => order.lastIndexOf(value);
    const delta = (from: number | undefined, to: number | undefined): number =>
      from === undefined || to === undefined || indexOf(from) < 0 || indexOf(to) < 0
        ? 1
        : indexOf(to) - indexOf(from);
    for (const { pairs } of polled) {
      for (let position = 1; position < pairs.length; position++) {
        const step = delta(pairs[position - 1]?.[1], pairs[position]?.[1]);
        if (step > 1) found("int-poll-skip");
        if (step < 1) found("int-nonmonotonic-poll");
      }
    }
    for (const process of [0, 1, 2]) {
      let lastPoll: number | undefined;
      let lastSend: number | undefined;
      for (const { index, f, type } of history.filter((operation) => operation.process === process)) {
        const assigned = history[index]?.value;
        if (
          f === "assign" &&
          (type === "ok" || type === "info") &&
          printEdn(assigned ?? null) !== `["${key}"]`
        ) {
          [lastPoll, lastSend] = [undefined, undefined];
        }
        const poll = polled.find((candidate) => candidate.index === index);
        if (poll !== undefined) {
          const step = delta(lastPoll, poll.pairs[0]?.[1]);
          if (step > 1) found("poll-skip");
          if (step < 1) found("nonmonotonic-poll");
          lastPoll = poll.pairs.at(-1)?.[1];
        }
        const send = sent.find((candidate) => candidate.index === index);
        if (send !== undefined && send.type !== "fail") {
          if (delta(lastSend, send.value) < 1) found("nonmonotonic-send");
          lastSend = send.value;
        }
      }
    }
    for (const { pairs } of polled) {
      for (const [, value] of pairs)
        if (sent.some((send) => send.value === value && send.type === "fail")) found("G1a");
    }
    const firstIndex = (value: number): number => log.findIndex((at) => at.includes(value));
    const bound = Math.max(-1, ...[...read].map(firstIndex));
    for (const send of sent) {
      const last = log.findLastIndex((at) => at.includes(send.value));
      if (last >= 0 && last <= bound && surely(send) && !read.has(send.value)) found("lost-write");
    }
    if (sent.some((send) => send.type === "ok" && !read.has(send.value))) counts.unseen = 1;
  }
  return counts;
}

test("each kind has as many cases as its definition says", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 14 }).map(historyFrom), (history) => {
      const { result } = checkKafka(runOfHistory(history));
      const expected = countsByDefinition(history);
      const counts: { [kind: string]: number } = {};
      for (const [kind, errors] of Object.entries(result)) {
        // Cycles have an oracle of their own.
        if (!isRecord(errors) || /^(worst|empty|G1c|strong)/.test(kind)) continue;
        counts[kind] = kind === "unseen" ? 1 : Number(errors.count);
        met.add(kind);
      }
      expect(counts).toStrictEqual(expected);
    }),
    { numRuns: 3000 },
  );
  // What random histories never hit, they do not test.
  expect([...met].sort()).toStrictEqual([
    "G1a",
    "duplicate",
    "inconsistent-offsets",
    "int-nonmonotonic-poll",
    "int-poll-skip",
    "lost-write",
    "nonmonotonic-poll",
    "nonmonotonic-send",
    "poll-skip",
    "unseen",
  ]);
});

/** Whether some chain of "sent what it polled" and "was over before it began" leads back to where it began. */
function hasCycle(history: readonly Operation[]): boolean {
  const { sends, polls } = parse(history);
  const completions = history.filter(({ type, f }) => type !== "invoke" && f !== "assign");
  const before = (a: Operation, b: Operation): boolean => {
    const invoked = history.findLast(
      ({ type, process, index }) => type === "invoke" && process === b.process && index < b.index,
    );
    if (a.type === "ok" && invoked !== undefined && a.index < invoked.index) return true;
    const poll = polls.find(({ index }) => index === b.index);
    // Of several senders of a message, the last is its sender.
    return sends.some(
      ({ index, key, value }) =>
        index === a.index && poll?.key === key && poll.pairs.some(([, v]) => v === value),
    );
  };
  const reach = completions.map((a) => completions.map((b) => a !== b && before(a, b)));
  for (const [k] of completions.entries()) {
    for (const row of reach)
      if (row[k]) for (const [j] of completions.entries()) row[j] ||= reach[k]?.[j] ?? false;
  }
  return reach.some((row, position) => row[position]);
}

test("there is a cycle exactly if something was polled before it was sent", () => {
  let cyclic = 0;
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 8 }).map(historyFrom), (history) => {
      const { result } = checkKafka(runOfHistory(history));
      const expected = hasCycle(history);
      if (expected) cyclic++;
      expect(result["G1c-realtime"] !== undefined).toBe(expected);
      expect(result["strong-PL-2-cycle-exists"] !== undefined).toBe(expected);
    }),
    { numRuns: 1000 },
  );
  expect(cyclic).toBeGreaterThan(50);
});
