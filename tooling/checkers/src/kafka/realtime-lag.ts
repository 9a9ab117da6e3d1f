/**
 * How far behind polls were: since when the log of a key surely held more than the poller had seen of it.
 *
 * Suppose offset 1 is acknowledged at 3 s and a poll that begins at 4 s does not have it. Then offset 0 was the end of
 * the log until 3 s at the latest, and the poll lags by at least one second. It never decides the verdict.
 */
import type { DatumRecord, Nanoseconds, Operation, Process } from "@gossip-glomers/history";
import { Float } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../datum/identity.ts";
import { followCalls } from "../run/calls.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf } from "./cases.ts";
import { isBeforeInHashMap } from "./clojure-order.ts";
import { items, type KeyMessages, type LogOperation, type Message } from "./messages.ts";
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

/** How far a process has seen the log of a key. */
interface Position {
  readonly key: Identity;
  offset: number;
}

type Positions = Map<Identity, Position>;

/** The greatest lag of a poll; the first of several. Null if no acknowledged poll had a key. */
export function worstRealtimeLag({ history, completed, logOperationAt }: LogAnalysis): Lag | null {
  const growth = growthOf(completed);
  const positions = new Map<Process, Positions>();
  let worst: Lag | null = null;
  followCalls(
    history,
    (invocation) => invocation.time,
    (completion, begun) => {
      const { type, f, process } = completion;
      if (type !== "ok") return;
      if (f === "assign") {
        positions.set(process, assigned(completion, positions.get(process)));
      } else if (f === "subscribe") {
        positions.set(process, new Map());
      } else if (f === "poll" || f === "txn") {
        const of = getOrAdd(positions, process, (): Positions => new Map());
        const { polls, sends } = logOperationAt.get(completion.index) ?? NOTHING;
        for (const one of polls) advance(of, one);
        for (const one of sends) advance(of, one);
        worst = greatestLag(of, growth, { time: begun ?? completion.time, process }, worst);
      }
    },
  );
  return worst;
}

const NOTHING: Pick<LogOperation, "sends" | "polls"> = { sends: [], polls: [] };

/** Keys that were assigned before keep their positions. */
function assigned({ value }: Operation, before: Positions | undefined): Positions {
  const keys = (items(value) ?? []).map(identityOf);
  return new Map(keys.map((key) => [key, { key, offset: before?.get(key)?.offset ?? -1 }]));
}

function advance(positions: Positions, { key, messages }: KeyMessages): void {
  const position = getOrAdd(positions, key, () => ({ key, offset: -1 }));
  position.offset = Math.max(position.offset, highestOffset(messages));
}

/** The highest offset of some messages; -1 if none has any. */
function highestOffset(messages: readonly Message[]): number {
  let highest = -1;
  for (const { offset } of messages) if (offset !== null && offset > highest) highest = offset;
  return highest;
}

/** The greatest lag of a poll if that is greater than the worst before it, which stays the worst otherwise. */
function greatestLag(
  positions: Positions,
  growth: ReadonlyMap<Identity, Growth>,
  poll: Pick<Lag, "time" | "process">,
  worst: Lag | null,
): Lag | null {
  let greatest = worst;
  for (const { key, offset } of positions.values()) {
    const lag = Math.max(0, poll.time - (growth.get(key)?.grewBeyond(offset) ?? Number.POSITIVE_INFINITY));
    // Of keys that lag alike Maelstrom takes the first of its map, which is a hash map if it is not small.
    const isTie =
      greatest !== null && greatest !== worst && lag === greatest.lag && positions.size > SMALL_MAP;
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
  /** The highest offset of all; -1 while there is none. */
  #end = -1;

  note(offset: number, time: Nanoseconds): void {
    if (offset > this.#end) {
      this.#end = offset;
      this.#steps.push({ offset, time });
    }
  }

  /** When an offset above this one was known to exist; infinite if never. */
  grewBeyond(offset: number): Nanoseconds {
    if (offset >= this.#end) return Number.POSITIVE_INFINITY;
    let [low, high] = [0, this.#steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#steps[middle]?.offset ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return this.#steps[low]?.time ?? Number.POSITIVE_INFINITY;
  }
}

function growthOf(completed: readonly LogOperation[]): ReadonlyMap<Identity, Growth> {
  const growth = new Map<Identity, Growth>();
  for (const logOperation of completed) {
    const { type, time } = logOperation.operation;
    if (type === "fail") continue;
    for (const { key, messages } of [...logOperation.polls, ...logOperation.sends])
      getOrAdd(growth, key, () => new Growth()).note(highestOffset(messages), time);
  }
  return growth;
}
