/** Leaving operations out. */
import type { Draft, Generator } from "./generator.ts";
import { wrapNext } from "./step.ts";

/**
 * The operations that pass `keep`; the others are not waited for, the next one takes their place at once.
 *
 * So the filter changes the shares of a mix: a g-counter's adds are the non-negative half of a pn-counter's, and its
 * mix is one add to two reads (MAELSTROM.md 10.5). A `keep` that nothing passes would never return.
 */
export function filter(keep: (draft: Draft) => boolean, generator: Generator): Generator {
  return {
    op(context) {
      let step = generator.op(context);
      while (step.kind === "invoke" && !keep(step.op)) step = step.next.op(context);
      return wrapNext(step, (next) => filter(keep, next));
    },
    update: (context, event) => filter(keep, generator.update(context, event)),
  };
}
