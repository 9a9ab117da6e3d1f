/**
 * How far behind polls were: since when the log of a key surely held more than the poller had seen of it.
 *
 * Suppose offset 1 is acknowledged at 3 s and a poll that begins at 4 s does not have it. Then offset 0 was the end of
 * the log until 3 s at the latest, and the poll lags by at least one second. It never decides the verdict.
 */
import type { DatumRecord, Nanoseconds, Process } from "@gossip-glomers/history";
import { Float } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { pairCalls } from "../run/calls.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf } from "./cases.ts";
import { isBeforeInHashMap } from "./clojure-order.ts";
import { items, type LogOperation } from "./messages.ts";
import { getOrAdd } from "./version-order.ts";

export interface Lag {
  /** When the poll was invoked. */
  readonly time: Nanoseconds;
  readonly process: Process;
  readonly key: Identity;
  readonly lag: Nanoseconds;
}

/** A Clojure map of at most so many entries keeps them in the order in which they were put in. */
const SMALL_MAP = 8;

/** The greatest lag of a poll; the first of several. Null if no acknowledged poll had a key. */
export function worstRealtimeLag(analysis: LogAnalysis): Lag | null {
  const growth = growthOf(analysis);
  const invocations = new Map(
    pairCalls(analysis.history).map(({ invocation, completion }) => [completion?.index, invocation]),
  );
  const positions = new Map<Process, Map<Identity, number>>();
  let worst: Lag | null = null;
  for (const operation of analysis.history) {
    if (operation.type !== "ok") continue;
    const { process } = operation;
    if (operation.f === "assign") {
      const before = positions.get(process);
      const keys = (items(operation.value) ?? []).map(identityOf);
      positions.set(process, new Map(keys.map((key) => [key, before?.get(key) ?? -1])));
    } else if (operation.f === "subscribe") {
      positions.set(process, new Map());
    } else if (operation.f === "poll" || operation.f === "txn") {
      const of = getOrAdd(positions, process, () => new Map<Identity, number>());
      for (const [key, offset] of highestOffsets(analysis.logOperationAt.get(operation.index))) {
        of.set(key, Math.max(of.get(key) ?? offset, offset));
      }
      const time = invocations.get(operation.index)?.time ?? operation.time;
      const greatest = greatestLag(of, growth, { time, process });
      if (greatest !== null && (worst === null || greatest.lag > worst.lag)) worst = greatest;
    }
  }
  return worst;
}

function greatestLag(
  positions: ReadonlyMap<Identity, number>,
  growth: ReadonlyMap<Identity, Growth>,
  poll: Pick<Lag, "time" | "process">,
): Lag | null {
  let greatest: Lag | null = null;
  for (const [key, offset] of positions) {
    const lag = Math.max(0, poll.time - (growth.get(key)?.grewBeyond(offset) ?? Number.POSITIVE_INFINITY));
    // Of keys that lag alike Maelstrom takes the first of its map, which is a hash map if it is not small.
    const isTie = greatest !== null && lag === greatest.lag && positions.size > SMALL_MAP;
    if (greatest === null || lag > greatest.lag || (isTie && isBeforeInHashMap(key, greatest.key))) {
      greatest = { ...poll, key, lag };
    }
  }
  return greatest;
}

/** As Maelstrom's result has it, in seconds. */
export function lagRecord(worst: Lag | null): DatumRecord {
  if (worst === null) return { time: new Float(0), lag: new Float(0) };
  const process = worst.process === "nemesis" ? null : worst.process;
  return { time: secondsOf(worst.time), process, key: datumOf(worst.key), lag: secondsOf(worst.lag) };
}

function secondsOf(time: Nanoseconds): number | Float {
  const seconds = time / 1e9;
  return Number.isInteger(seconds) ? new Float(seconds) : seconds;
}

/** When a log was known to have grown to which offset, ascending in both. */
class Growth {
  readonly #steps: { readonly offset: number; readonly time: Nanoseconds }[] = [];

  note(offset: number, time: Nanoseconds): void {
    if (offset >= 0 && offset > (this.#steps.at(-1)?.offset ?? -1)) this.#steps.push({ offset, time });
  }

  /** When an offset above this one was known to exist; infinite if never. */
  grewBeyond(offset: number): Nanoseconds {
    let [low, high] = [0, this.#steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#steps[middle]?.offset ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return this.#steps[low]?.time ?? Number.POSITIVE_INFINITY;
  }
}

function growthOf({ completed }: LogAnalysis): ReadonlyMap<Identity, Growth> {
  const growth = new Map<Identity, Growth>();
  for (const logOperation of completed) {
    const { type, time } = logOperation.operation;
    if (type === "fail") continue;
    for (const [key, offset] of highestOffsets(logOperation))
      getOrAdd(growth, key, () => new Growth()).note(offset, time);
  }
  return growth;
}

/** The highest offset of each key that an operation sent to or polled; -1 of a key polled in vain. */
function highestOffsets(logOperation: LogOperation | undefined): ReadonlyMap<Identity, number> {
  const highest = new Map<Identity, number>();
  for (const messages of [logOperation?.polls, logOperation?.sends]) {
    for (const [key, list] of messages ?? []) {
      for (const { offset } of list) highest.set(key, Math.max(highest.get(key) ?? -1, offset ?? -1));
      if (list.length === 0 && !highest.has(key)) highest.set(key, -1);
    }
  }
  return highest;
}
