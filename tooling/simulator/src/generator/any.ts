/** Several generators side by side. */
import type { Context, Generator } from "./generator.ts";
import { soonest } from "./soonest.ts";

/**
 * All of `generators` at once: always the operation that is due first. Of those due at the same time one is drawn.
 * Ends when all have ended.
 */
export function any(...generators: readonly Generator[]): Generator {
  const [only] = generators;
  if (only !== undefined && generators.length === 1) return only;
  const branches = generators.map((generator) => ({ generator, weight: 1, restrict: asItIs }));
  const become = (next: readonly Generator[]): Generator =>
    next.every((generator, i) => generator === generators[i]) ? self : any(...next);
  const self: Generator = {
    op: (context) => soonest(context, branches, become),
    update: (context, event) => become(generators.map((generator) => generator.update(context, event))),
  };
  return self;
}

function asItIs(context: Context): Context {
  return context;
}
