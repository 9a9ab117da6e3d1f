/**
 * Generators: which operation comes next, on which thread, and when.
 *
 * The idea is Jepsen's "pure generators" (jepsen.generator, 2020; MAELSTROM.md section 8): a generator is an immutable
 * value. `op` asks what it would do now and what would be left of it afterwards; nothing has happened until
 * whoever asked adopts that rest. So a run can ask, find that the answer is due only in 300 ms, be overtaken by
 * a completion, throw the answer away and ask again. Whatever has to be remembered is in the value, which is why the
 * combinators can be tested without clock, client or node (`interpret.fixture.ts`).
 *
 * Read this file first, then `unfold.ts` (the leaves), then any combinator: each is one file.
 */
import type { Datum, Nanoseconds, Operation, Process } from "@gossip-glomers/history";
import type { Random } from "../random/random.ts";

/** A worker that does one operation at a time: client threads are 0, 1, …; the nemesis is a thread of its own. */
export type Thread = number | "nemesis";

/** What a generator may know of the moment in which it is asked. */
export interface Context {
  readonly time: Nanoseconds;
  /** The only source of chance; `draw-from.ts` makes its draws the same for the same question. */
  readonly random: Random;
  /** Every thread that the generator may use. */
  readonly threads: readonly Thread[];
  /** Those of them that are doing nothing, least recently used first. */
  readonly free: readonly Thread[];
  /** The process that each thread is at present. */
  readonly processes: ReadonlyMap<Thread, Process>;
}

/** What to do, without who does it and when. */
export interface Draft {
  readonly f: string;
  readonly value: Datum;
  readonly final?: true;
  readonly seekToBeginning?: true;
}

/** What to do, who does it, and when. */
export interface Invocation extends Draft {
  /** When it is due: the time of the context, or later. */
  readonly time: Nanoseconds;
  readonly thread: Thread;
  readonly process: Process;
}

/**
 * The answer of a generator.
 *
 * - `invoke`: this operation is next. If it is due later, ask again when something happens before.
 * - `log`: a line for the person who watches, now.
 * - `pending`: nothing can be said before `until` (Infinity: before some operation begins or ends). If it `isSettled`, the
 *   answer is this one until then, whatever begins or ends; so nobody need ask.
 * - `exhausted`: nothing will ever come again.
 *
 * `next` is the generator that is left once the answer is adopted.
 */
export type Step =
  | { readonly kind: "invoke"; readonly op: Invocation; readonly next: Generator }
  | { readonly kind: "log"; readonly text: string; readonly next: Generator }
  | {
      readonly kind: "pending";
      readonly until: Nanoseconds;
      readonly isSettled: boolean;
      readonly next: Generator;
    }
  | { readonly kind: "exhausted" };

/** An operation began or ended, and which thread did it. */
export interface GeneratorEvent {
  readonly thread: Thread;
  readonly operation: Operation;
}

export interface Generator {
  /** Asks for the next operation. Has no effect but on `context.random`. */
  op(context: Context): Step;
  /** Returns the generator that knows of `event`. Called for every operation of the run, whoever asked for it. */
  update(context: Context, event: GeneratorEvent): Generator;
}
