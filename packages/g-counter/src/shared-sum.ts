/**
 * What a round publishes: the sum of all totals, so that a hundred nodes need not all read a hundred totals.
 *
 * A round has three steps: a node *begins* it (a compare-and-set of `begun`), then reads all totals, then publishes their sum.
 * Nodes have no common clock, so a sum does not say how old it is; the order of changes in seq-kv does.
 *
 * Invariant: `sum` has in it everything that was in seq-kv when round `done` began. For the beginning of a round is a change
 * of the node that then reads, and seq-kv shows it nothing older than that.
 *
 * Hence the proof (`Looks`): a node makes a change, and later sees that `begun` is b. So round b + 1 begins after
 * that change. As soon as `done` is b + 1 or more, wherever and however late the node sees it, `sum` has in it
 * all that was there at its change.
 *
 * Sums of different rounds need no merging by node: each is at least what was acknowledged when its round began and at most
 * all that has ever been added. So of two the greater is right.
 */
import type { Json } from "@gossip-glomers/protocol";
import { hasFields, isCount } from "./entry.ts";

export interface SharedSum {
  /** The number of the latest round that has begun. */
  readonly begun: number;
  /** The latest round whose totals are in `sum`. */
  readonly done: number;
  readonly sum: number;
}

/** The key. No node's entry is there: those have a slash (`entry.ts`). */
export const sharedKey = "g-counter";

/** What is there before the first round. */
export const noRound: SharedSum = { begun: 0, done: 0, sum: 0 };

/** As it is when the next round has begun. */
export function begin(shared: SharedSum): SharedSum {
  return { ...shared, begun: shared.begun + 1 };
}

/** As it is when a round has been published; undefined if that would tell nobody anything. */
export function publish(shared: SharedSum, round: number, sum: number): SharedSum | undefined {
  if (shared.done >= round) return undefined;
  return { begun: shared.begun, done: round, sum: Math.max(shared.sum, sum) };
}

/** A shared sum as it is written. */
export function sharedToJson({ begun, done, sum }: SharedSum): Json {
  return { begun, done, sum };
}

/**
 * A shared sum as it is read; undefined if there was none.
 * @throws {TypeError} if it is something else.
 */
export function readShared(value: Json | undefined): SharedSum | undefined {
  if (value === undefined) return undefined;
  if (hasFields(value, ["begun", "done", "sum"])) {
    const { begun, done, sum } = value;
    // A round that is done before it has begun would prove anything fresh.
    if (isCount(begun) && isCount(done) && isCount(sum) && done <= begun) return { begun, done, sum };
  }
  throw new TypeError(
    `g-counter: seq-kv holds ${JSON.stringify(value)} at ${sharedKey}, which is no shared sum; leave that key to this program`,
  );
}

/** How many looks are remembered. Older ones would prove freshness that nobody asks for any more. */
const remembered = 4;

/** What a node has seen of the rounds, and what that proves. */
export class Looks {
  #unproven: readonly { readonly changedAt: number; readonly begun: number }[] = [];

  /**
   * Takes note of a look.
   * @param changedAt when the own change was sent after whose answer the look began.
   * @returns a time such that `shared.sum` has in it everything that was in seq-kv then; undefined if none is proved.
   */
  take(changedAt: number, shared: SharedSum): number | undefined {
    const proven = this.#unproven.filter(({ begun }) => begun < shared.done);
    const open = this.#unproven.filter(({ begun }) => begun >= shared.done && begun !== shared.begun);
    this.#unproven = [...open, { changedAt, begun: shared.begun }].slice(-remembered);
    return proven.length === 0 ? undefined : Math.max(...proven.map((look) => look.changedAt));
  }
}
