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
  return drawFromStream(random, 0, generator);
}

function drawFromStream(random: Random, count: number, generator: Generator): Generator {
  const self: Generator = {
    op(context) {
      const step = generator.op(withRandom(context, random.split(String(count))));
      return wrapNext(step, (next) =>
        drawFromStream(random, step.kind === "invoke" ? count + 1 : count, next),
      );
    },
    update(context, event) {
      const updated = generator.update(context, event);
      return updated === generator ? self : drawFromStream(random, count, updated);
    },
  };
  return self;
}
