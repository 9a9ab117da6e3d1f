/** One copy of a generator for every thread. */
import type { Context, Generator, Step, Thread } from "./generator.ts";
import { exhausted, withThreads } from "./step.ts";

/**
 * Every thread runs `generator` from its beginning, on its own. Ends when the copies of all threads have ended.
 * Of operations that are due at the same time, that of the thread that has rested longest comes first.
 */
export function eachThread(generator: Generator): Generator {
  return eachThreadFrom(new Copies(generator, new Map()));
}

/** What is left of each thread's copy; null: nothing. */
class Copies {
  readonly #original: Generator;
  readonly #changed: ReadonlyMap<Thread, Generator | null>;

  constructor(original: Generator, changed: ReadonlyMap<Thread, Generator | null>) {
    this.#original = original;
    this.#changed = changed;
  }

  of(thread: Thread): Generator | null {
    const copy = this.#changed.get(thread);
    return copy === undefined ? this.#original : copy;
  }

  /** Returns this very object if nothing changes, as with endless streams, so that there is nothing to copy. */
  with(thread: Thread, copy: Generator | null): Copies {
    if (copy === this.of(thread)) return this;
    return new Copies(this.#original, new Map([...this.#changed, [thread, copy]]));
  }
}

function eachThreadFrom(copies: Copies): Generator {
  const become = (left: Copies): Generator => (left === copies ? self : eachThreadFrom(left));
  const self: Generator = {
    op(context) {
      let left = copies;
      let first: Extract<Step, { kind: "invoke" }> | null = null;
      let until = Number.POSITIVE_INFINITY;
      for (const thread of context.free) {
        const step = left.of(thread)?.op(alone(context, thread)) ?? exhausted;
        if (step.kind === "log") {
          return { kind: "log", text: step.text, next: become(left.with(thread, step.next)) };
        }
        if (step.kind === "exhausted") left = left.with(thread, null);
        if (step.kind === "pending") {
          left = left.with(thread, step.next);
          until = Math.min(until, step.until);
        }
        if (step.kind === "invoke" && (first === null || step.op.time < first.op.time)) first = step;
        // Nothing can be due sooner than now, so the others need not be asked.
        if (first !== null && first.op.time <= context.time) break;
      }
      if (first !== null) {
        const { op, next } = first;
        return { kind: "invoke", op, next: become(left.with(op.thread, next)) };
      }
      const isOver = context.threads.every((thread) => left.of(thread) === null);
      return isOver ? exhausted : { kind: "pending", until, isSettled: false, next: become(left) };
    },
    update(context, event) {
      const copy = copies.of(event.thread);
      if (copy === null) return self;
      return become(copies.with(event.thread, copy.update(alone(context, event.thread), event)));
    },
  };
  return self;
}

function alone(context: Context, thread: Thread): Context {
  return withThreads(context, [thread], context.free.includes(thread) ? [thread] : []);
}
