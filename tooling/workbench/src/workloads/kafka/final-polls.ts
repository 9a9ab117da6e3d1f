/** The final phase of workload `kafka` (MAELSTROM.md 10.7): every thread begins anew and reads everything. */
import { keyword, type Operation } from "@gossip-glomers/history";
import {
  automaton,
  type Behaviour,
  eachThread,
  type Generator,
  once,
  phases,
  repeat,
  seconds,
  stagger,
  timeLimit,
} from "@gossip-glomers/simulator";
import { knownOffsets, type Offsets, polledOffsets, withoutReached } from "./offsets.ts";

/** All threads together take no longer. */
const LIMIT = seconds(10);
const PAUSE = seconds(0.2);

/**
 * On each thread by itself: a crash, so that a new client begins without assignments; an assign of all keys, from
 * their beginnings; and polls until they have shown the highest offset of every key that `history` knows of. A message
 * that is still hidden after ten seconds of that is unseen.
 */
export function finalPolls(history: readonly Operation[]): Generator {
  const targets = knownOffsets(history);
  const crash = repeat(() => ({ f: "crash", value: null }));
  const assign = repeat(() => ({
    f: "assign",
    value: [...targets.keys()].sort(byNumber),
    seekToBeginning: true,
  }));
  const polls = stagger(PAUSE, automaton(targets, pollsUntilReached));
  return timeLimit(LIMIT, eachThread(phases(once(crash), once(assign), polls)));
}

/** The state is what has not been reached yet. */
const pollsUntilReached: Behaviour<Offsets> = {
  next: (targets) => (targets.size === 0 ? null : [{ f: "poll", value: [[keyword("poll")]] }, targets]),
  observe: (targets, { operation }) => withoutReached(targets, polledOffsets(operation)),
};

/** Keys are numbers, written as strings. */
function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
