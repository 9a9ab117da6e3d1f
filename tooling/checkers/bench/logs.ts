/**
 * How fast histories of logs are judged. Run by run.ts.
 *
 * Clients send and poll as kafka's do (MAELSTROM.md 10.7): ten live keys, 16 messages to a key, each client polls two
 * of the live keys from where it left off. 60 000 lines a second are the goal; the time per line should not grow with
 * the history.
 */
import { type Datum, isVector, keyword, type Operation } from "@gossip-glomers/history";
import { checkKafka } from "../src/kafka/kafka.ts";
import { runOfHistory } from "../src/run/run.ts";
import { randomFrom } from "../test/random-from.ts";
import { measure, sizesUpTo } from "./measure.ts";

const CLIENTS = 10;
const KEYS = 10;
const MESSAGES_PER_KEY = 16;
const SEND = keyword("send");
const POLL = keyword("poll");

/** `lines` operations, invocations and completions, of correct logs. */
function history(lines: number): readonly Operation[] {
  const random = randomFrom(lines);
  const live = Array.from({ length: KEYS }, (_, key) => ({ key: String(key), length: 0 }));
  const logs = new Map<string, number>();
  const positions = Array.from({ length: CLIENTS }, () => new Map<string, number>());
  let newest = KEYS - 1;
  const operations: Operation[] = [];
  const record = (type: Operation["type"], process: number, f: string, value: Datum): void => {
    operations.push({ index: operations.length, time: operations.length * 1e5, type, process, f, value });
  };
  while (operations.length < lines) {
    const process = Math.floor(random() * CLIENTS);
    const slot = Math.floor(random() * KEYS);
    const log = live[slot];
    const seen = positions[process];
    if (log === undefined || seen === undefined) continue;
    if (random() < 0.5) {
      if (log.length === MESSAGES_PER_KEY) live[slot] = { key: String(++newest), length: 0 };
      const { key } = live[slot] ?? log;
      const offset = logs.get(key) ?? 0;
      const target = live[slot];
      if (target !== undefined) target.length++;
      logs.set(key, offset + 1);
      record("invoke", process, "send", [[SEND, key, offset + 1]]);
      record("ok", process, "send", [[SEND, key, [offset, offset + 1]]]);
    } else {
      const keys = [log.key, live[(slot + 1) % KEYS]?.key ?? log.key];
      record("invoke", process, "assign", keys);
      record("ok", process, "assign", keys);
      for (const key of seen.keys()) if (!keys.includes(key)) seen.delete(key);
      const polled = keys.map((key): [string, Datum] => {
        const from = seen.get(key) ?? 0;
        const end = logs.get(key) ?? 0;
        if (end > 0) seen.set(key, end);
        return [key, Array.from({ length: end - from }, (_, place) => [from + place, from + place + 1])];
      });
      record("invoke", process, "poll", [[POLL]]);
      record("ok", process, "poll", [[POLL, new Map(polled.filter(([key]) => logs.has(key)))]]);
    }
  }
  // The last poll has everything, so that nothing remains unseen.
  const everything = [...logs].map(([key, length]): [string, Datum] => [
    key,
    Array.from({ length }, (_, offset) => [offset, offset + 1]),
  ]);
  record("invoke", CLIENTS, "poll", [[POLL]]);
  record("ok", CLIENTS, "poll", [[POLL, new Map(everything)]]);
  return operations;
}

/** The same by a node that stores each message at two places: a case for each, and polls that stand still. */
function storedTwice(operations: readonly Operation[]): readonly Operation[] {
  return operations.map((operation): Operation => {
    const [step] = isVector(operation.value) ? operation.value : [];
    const [, first, second] = isVector(step) ? step : [];
    if (operation.f === "send" && isVector(second)) {
      const [offset, message = null] = second;
      return { ...operation, value: [[SEND, first ?? null, [2 * Number(offset), message]]] };
    }
    if (operation.f !== "poll" || !(first instanceof Map)) return operation;
    const polled = [...first].map(([key, pairs]): [Datum, Datum] => [key, pairs.flatMap(twice)]);
    return { ...operation, value: [[POLL, new Map(polled)]] };
  });
}

function twice([offset, message]: readonly [number, number]): readonly Datum[] {
  return [
    [2 * offset, message],
    [2 * offset + 1, message],
  ];
}

/** Prints figures of logs of up to `largest` lines. */
export function benchLogs(largest: number): void {
  for (const lines of sizesUpTo(largest)) {
    const operations = history(lines);
    measure("kafka", operations.length, () => checkKafka(runOfHistory(operations)).valid, 60_000);
  }
  for (const lines of sizesUpTo(largest)) {
    const operations = storedTwice(history(lines));
    measure("kafka, stored twice", operations.length, () => checkKafka(runOfHistory(operations)).valid);
  }
}
