/** Threads set apart for one kind of operation. */
import type { Context, Generator, GeneratorEvent, Thread } from "./generator.ts";
import { soonest } from "./soonest.ts";
import { restrict } from "./step.ts";

/** So many threads for this generator. */
export interface Reservation {
  readonly threads: number;
  readonly generator: Generator;
}

/** A reservation with the numbers of its threads: from `first` up to but without `end`. */
interface Range {
  readonly first: number;
  readonly end: number;
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
    const range = { first, end: first + threads, generator };
    first = range.end;
    return range;
  });
  return reserveRanges([...ranges, { first, end: Number.POSITIVE_INFINITY, generator: rest }]);
}

function reserveRanges(ranges: readonly Range[]): Generator {
  const self: Generator = {
    op(context) {
      // Of two ranges that could both begin now, the one with more threads is as much likelier to.
      const branches = ranges.map((range) => ({
        generator: range.generator,
        weight: context.threads.filter((thread) => isIn(range, thread)).length,
        restrict: (whole: Context) => restrict(whole, (thread) => isIn(range, thread)),
      }));
      return soonest(context, branches, (left) => reserveRanges(withGenerators(ranges, left)));
    },
    update(context, event) {
      const updated = ranges.map((range) => updateRange(range, context, event));
      return updated.every((generator, i) => generator === ranges[i]?.generator)
        ? self
        : reserveRanges(withGenerators(ranges, updated));
    },
  };
  return self;
}

function updateRange(range: Range, context: Context, event: GeneratorEvent): Generator {
  if (!isIn(range, event.thread)) return range.generator;
  return range.generator.update(
    restrict(context, (thread) => isIn(range, thread)),
    event,
  );
}

function isIn(range: Range, thread: Thread): boolean {
  return thread !== "nemesis" && range.first <= thread && thread < range.end;
}

function withGenerators(ranges: readonly Range[], generators: readonly Generator[]): readonly Range[] {
  return ranges.map((range, i) => ({ ...range, generator: generators[i] ?? range.generator }));
}
