/** Who may do what: clients and the nemesis. */
import type { Context, Generator, Thread } from "./generator.ts";
import { restriction, wrapNext } from "./step.ts";

/** `generator`, which sees only the threads that pass `mayUse`, and only what they do. */
export function onThreads(mayUse: (thread: Thread) => boolean, generator: Generator): Generator {
  return onThreadsSeen({ mayUse, restrict: restriction(mayUse) }, generator);
}

interface View {
  readonly mayUse: (thread: Thread) => boolean;
  readonly restrict: (context: Context) => Context;
}

function onThreadsSeen(view: View, generator: Generator): Generator {
  const { mayUse, restrict } = view;
  const become = (next: Generator): Generator => (next === generator ? self : onThreadsSeen(view, next));
  const self: Generator = {
    op: (context) => wrapNext(generator.op(restrict(context)), become),
    update(context, event) {
      return mayUse(event.thread) ? become(generator.update(restrict(context), event)) : self;
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
