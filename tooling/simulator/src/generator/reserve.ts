/** Threads set apart for one kind of operation. */
import type { Context, Generator, Thread } from "./generator.ts";
import { soonest } from "./soonest.ts";
import { restriction } from "./step.ts";

/** So many threads for this generator. */
export interface Reservation {
  readonly threads: number;
  readonly generator: Generator;
}

/** A reservation with what tells its threads: those from its first up to but without its end. */
interface Range {
  readonly has: (thread: Thread) => boolean;
  readonly restrict: (context: Context) => Context;
  readonly generator: Generator;
}

/**
 * The first client threads for the first reservation, the next for the second, …, and those that are left for `rest`.
 *
 * Threads are counted from thread 0 of the test, not from the first that the context allows. Maelstrom's lin-kv
 * depends on it: of groups of 2n threads only those of the first group are ever readers (MAELSTROM.md section 19).
 */
export function reserve(reservations: readonly Reservation[], rest: Generator): Generator {
  let first = 0;
  const ranges = reservations.map(({ threads, generator }) => {
    const range = rangeOf(first, first + threads, generator);
    first += threads;
    return range;
  });
  return reserveRanges([...ranges, rangeOf(first, Number.POSITIVE_INFINITY, rest)]);
}

function rangeOf(first: number, end: number, generator: Generator): Range {
  const has = (thread: Thread): boolean => thread !== "nemesis" && first <= thread && thread < end;
  return { has, restrict: restriction(has), generator };
}

function reserveRanges(ranges: readonly Range[]): Generator {
  const self: Generator = {
    op(context) {
      const branches = ranges.map(({ generator, restrict }) => {
        const own = restrict(context);
        // Of two ranges that could both begin now, the one with more threads is as much likelier to.
        return { generator, weight: own.threads.length, restrict: () => own };
      });
      return soonest(context, branches, (left) => reserveRanges(withGenerators(ranges, left)));
    },
    update(context, event) {
      const updated = ranges.map(({ has, restrict, generator }) =>
        has(event.thread) ? generator.update(restrict(context), event) : generator,
      );
      return updated.every((generator, i) => generator === ranges[i]?.generator)
        ? self
        : reserveRanges(withGenerators(ranges, updated));
    },
  };
  return self;
}

function withGenerators(ranges: readonly Range[], generators: readonly Generator[]): readonly Range[] {
  return ranges.map((range, i) => ({ ...range, generator: generators[i] ?? range.generator }));
}
