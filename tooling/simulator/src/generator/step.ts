/** Helpers that every combinator needs. */
import type { Context, Generator, Step, Thread } from "./generator.ts";

/** The same answer, with what is left of the inner generator wrapped again by the combinator that asked it. */
export function wrapNext(step: Step, wrap: (next: Generator) => Generator): Step {
  return step.kind === "exhausted" ? step : { ...step, next: wrap(step.next) };
}

export const exhausted: Step = { kind: "exhausted" };

/** The generator that has nothing to say. */
export const nothing: Generator = {
  op: () => exhausted,
  update: () => nothing,
};

/** The same moment, seen by a generator that may use only some threads. */
export function restrict(context: Context, mayUse: (thread: Thread) => boolean): Context {
  return { ...context, threads: context.threads.filter(mayUse), free: context.free.filter(mayUse) };
}
