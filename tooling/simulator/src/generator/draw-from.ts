/** Chance of one's own, so that taking one thing out of a run leaves all other draws as they were. */
import type { Random } from "../random/random.ts";
import type { Generator } from "./generator.ts";
import { withRandom, wrapNext } from "./step.ts";

/**
 * `generator`, with chance from `random` in which its k-th operation has a stream of its own.
 *
 * A run asks a generator again whenever something happens before its answer is due. If all answers drew from one
 * stream, the next operation would depend on how often that was, hence on how quickly nodes reply and on whether there
 * are faults. So asked twice in the same state it gives the same answer, and operation 17 of a seed has the same
 * pause before it with and without a partition.
 */
export function drawFrom(random: Random, generator: Generator): Generator {
  return drawFromStream(streamsOf(random), 0, generator);
}

/** Gives the stream of the operation with a number, from its beginning; it is good until the next one is given. */
type Streams = (count: number) => Random;

/** Splitting takes longer than drawing, and an operation is asked for several times in a row, mostly without any draw. */
function streamsOf(random: Random): Streams {
  let last: { readonly count: number; readonly stream: Random } | null = null;
  return (count) => {
    if (last?.count !== count) last = { count, stream: random.split(String(count)) };
    else if (!last.stream.isFresh) last = { count, stream: last.stream.again() };
    return last.stream;
  };
}

function drawFromStream(streams: Streams, count: number, generator: Generator): Generator {
  const self: Generator = {
    op(context) {
      const step = generator.op(withRandom(context, streams(count)));
      return wrapNext(step, (next) =>
        step.kind === "invoke"
          ? drawFromStream(streams, count + 1, next)
          : next === generator
            ? self
            : drawFromStream(streams, count, next),
      );
    },
    update(context, event) {
      const updated = generator.update(context, event);
      return updated === generator ? self : drawFromStream(streams, count, updated);
    },
  };
  return self;
}
