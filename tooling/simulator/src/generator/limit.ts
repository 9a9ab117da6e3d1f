/** The first operations of a generator. */
import type { Generator } from "./generator.ts";
import { exhausted, wrapNext } from "./step.ts";

/** At most `count` operations. */
export function limit(count: number, generator: Generator): Generator {
  return {
    op(context) {
      if (count <= 0) return exhausted;
      const step = generator.op(context);
      return wrapNext(step, (next) => limit(step.kind === "invoke" ? count - 1 : count, next));
    },
    update: (context, event) => limit(count, generator.update(context, event)),
  };
}

/** Exactly the next operation. */
export function once(generator: Generator): Generator {
  return limit(1, generator);
}
