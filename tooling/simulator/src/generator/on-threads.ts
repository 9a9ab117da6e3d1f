/** Who may do what: clients and the nemesis. */
import type { Generator, Thread } from "./generator.ts";
import { restrict, wrapNext } from "./step.ts";

/** `generator`, which sees only the threads that pass `mayUse`, and only what they do. */
export function onThreads(mayUse: (thread: Thread) => boolean, generator: Generator): Generator {
  const self: Generator = {
    op: (context) =>
      wrapNext(generator.op(restrict(context, mayUse)), (next) =>
        next === generator ? self : onThreads(mayUse, next),
      ),
    update(context, event) {
      if (!mayUse(event.thread)) return self;
      const updated = generator.update(restrict(context, mayUse), event);
      return updated === generator ? self : onThreads(mayUse, updated);
    },
  };
  return self;
}

/** `generator` on the client threads. */
export function clients(generator: Generator): Generator {
  return onThreads((thread) => thread !== "nemesis", generator);
}

/** `generator` on the nemesis's thread. */
export function nemesis(generator: Generator): Generator {
  return onThreads((thread) => thread === "nemesis", generator);
}
