/** Chance between generators. */
import type { Generator } from "./generator.ts";
import { nothing, wrapNext } from "./step.ts";

/** Each operation from one of `generators`, all equally likely. One that has nothing left is no longer chosen. */
export function mix(...generators: readonly Generator[]): Generator {
  return mixFrom(null, generators);
}

/**
 * @param chosen whose turn it is; null: not drawn yet. A draw holds until its operation has come: if one that can
 * say nothing yet were passed over, those that are quicker to answer would get more than their share.
 */
function mixFrom(chosen: number | null, generators: readonly Generator[]): Generator {
  const self: Generator = {
    op(context) {
      if (generators.length === 0) return nothing.op(context);
      // Drawn also when not needed, so that what the operation draws after it is the same either way (`draw-from.ts`).
      const drawn = context.random.integer(generators.length);
      const index = chosen ?? drawn;
      const step = (generators[index] ?? nothing).op(context);
      if (step.kind === "exhausted") return mixFrom(null, generators.toSpliced(index, 1)).op(context);
      return wrapNext(step, (next) => {
        const turn = step.kind === "invoke" ? null : index;
        return next === generators[index] && turn === chosen
          ? self
          : mixFrom(turn, generators.with(index, next));
      });
    },
    update(context, event) {
      const updated = generators.map((generator) => generator.update(context, event));
      return updated.every((generator, i) => generator === generators[i]) ? self : mixFrom(chosen, updated);
    },
  };
  return self;
}
