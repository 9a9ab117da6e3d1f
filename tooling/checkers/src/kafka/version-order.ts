/**
 * Version orders: what each key's log holds at which offset, as far as sends and polls tell (MAELSTROM.md 14.1).
 *
 * A log is kept sparse. Jepsen's is an array by offset, so a node that numbers its messages by the clock makes it
 * run out of memory (jepsen-io/maelstrom#51).
 */
import type { Identity } from "../datum/identity.ts";
import { firstOfHashSet } from "./clojure-order.ts";
import type { KeyMessages, LogOperation } from "./messages.ts";

/** The messages at one offset. More than one is a contradiction, told as `inconsistent-offsets`. */
export interface LogPosition {
  readonly offset: number;
  readonly values: readonly Identity[];
}

export interface VersionOrder {
  /** By offset, holes left out. A place in this list is called an index. */
  readonly log: readonly LogPosition[];
  /** The message at each index; where there are several, one of them. */
  readonly byIndex: readonly Identity[];
  /** The index of a message; if it is at several, the last. */
  readonly indexOf: ReadonlyMap<Identity, number>;
  /** Whether each offset has one message and each message one offset, as it should be. */
  readonly isOneToOne: boolean;
}

export type VersionOrders = ReadonlyMap<Identity, VersionOrder>;

/** Takes together what is known of all logs: every poll, and those sends that `happened`. */
export function versionOrders(
  operations: readonly LogOperation[],
  happened: (operation: LogOperation) => boolean,
): VersionOrders {
  const logs = new Map<Identity, Map<number, Identity[]>>();
  const note = ({ key, messages }: KeyMessages): void => {
    for (const { offset, value } of messages) {
      if (offset === null) continue;
      const log = getOrAdd(logs, key, () => new Map<number, Identity[]>());
      const values = log.get(offset);
      if (values === undefined) log.set(offset, [value]);
      else if (!values.includes(value)) values.push(value);
    }
  };
  for (const operation of operations) {
    if (operation.sends.length > 0 && happened(operation)) operation.sends.forEach(note);
    // Whoever polls is always shown safe data, so even a poll that failed tells the truth.
    operation.polls.forEach(note);
  }
  return new Map([...logs].map(([key, log]) => [key, orderOf(log)]));
}

function orderOf(positions: ReadonlyMap<number, readonly Identity[]>): VersionOrder {
  const log: LogPosition[] = [];
  positions.forEach((values, offset) => {
    log.push({ offset, values });
  });
  log.sort((a, b) => a.offset - b.offset);
  const byIndex = log.map(({ values }) => firstOfHashSet(values) ?? null);
  const indexOf = new Map<Identity, number>();
  byIndex.forEach((value, index) => {
    indexOf.set(value, index);
  });
  const isOneToOne = indexOf.size === log.length && log.every(({ values }) => values.length === 1);
  return { log, byIndex, indexOf, isOneToOne };
}

/** How far one message of a key is behind another in its log; 1, the normal case, where that is not known. */
export function distance(
  order: VersionOrder | undefined,
  from: Identity | undefined,
  to: Identity | undefined,
): number {
  const start = from === undefined ? undefined : order?.indexOf.get(from);
  const end = to === undefined ? undefined : order?.indexOf.get(to);
  return start === undefined || end === undefined ? 1 : end - start;
}

/** The messages between two in the log. */
export function between(order: VersionOrder | undefined, from: Identity, to: Identity): readonly Identity[] {
  const start = order?.indexOf.get(from);
  const end = order?.indexOf.get(to);
  return order === undefined || start === undefined || end === undefined
    ? []
    : order.byIndex.slice(start + 1, end);
}

/** The value of a key, made and kept if there is none yet. */
export function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
