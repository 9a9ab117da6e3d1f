/**
 * A run of a generator without clients: for the tests of the combinators, and small enough to be obviously right.
 *
 * Time jumps to whatever is next: an operation that ends, or the moment for which the generator asks.
 */
import type { Nanoseconds, Operation } from "@gossip-glomers/history";
import { Random } from "../random/random.ts";
import type { Generator, Invocation, Thread } from "./generator.ts";
import { Roster } from "./roster.ts";

export interface World {
  readonly concurrency?: number;
  readonly seed?: number;
  /** How long an operation takes. */
  readonly latency?: (invocation: Invocation) => Nanoseconds;
  /** How an operation ends. */
  readonly outcome?: (invocation: Invocation) => "ok" | "fail" | "info";
  /** How many operations to look at, of a generator without end. */
  readonly operations?: number;
}

/** An operation as it was done, or a line as it was said. */
export interface Deed {
  readonly time: Nanoseconds;
  readonly thread: Thread | "log";
  readonly f: string;
  readonly value: unknown;
  readonly process: number | string;
}

interface InFlight {
  readonly end: Nanoseconds;
  readonly invocation: Invocation;
}

/**
 * Every operation that `generator` asks for, when it was invoked, and when all was over.
 * @throws {Error} if it says anything else before the time until which its answer was settled
 */
export function interpret(generator: Generator, world: World = {}): { deeds: Deed[]; end: Nanoseconds } {
  const { concurrency = 1, seed = 1, latency = () => 0, outcome = () => "ok", operations = 10_000 } = world;
  const random = Random.fromSeed(seed);
  const roster = new Roster(concurrency);
  const deeds: Deed[] = [];
  let inFlight: InFlight[] = [];
  let current = generator;
  let now = 0;
  let index = 0;
  let settledUntil = 0;

  const tell = (invocation: Invocation, type: Operation["type"]): void => {
    const { thread, process, f, value } = invocation;
    const operation: Operation = { index: index++, time: now, type, process, f, value };
    current = current.update(roster.context(now, random), { thread, operation });
  };

  for (;;) {
    const step = current.op(roster.context(now, random));
    if (now < settledUntil && !(step.kind === "pending" && step.until === settledUntil))
      throw new Error(
        `interpret: at ${now} there is another answer, though it was settled until ${settledUntil}`,
      );
    settledUntil = step.kind === "pending" && step.isSettled ? step.until : 0;
    const nextEnd = inFlight.reduce((end, flight) => Math.min(end, flight.end), Number.POSITIVE_INFINITY);
    if (step.kind === "log") {
      deeds.push({ time: now, thread: "log", f: "log", value: step.text, process: "log" });
      current = step.next;
      continue;
    }
    if (step.kind === "invoke" && step.op.time <= now) {
      if (deeds.length === operations) return { deeds, end: now };
      const { thread, f, value, process } = step.op;
      current = step.next;
      roster.begin(thread);
      deeds.push({ time: now, thread, f, value, process });
      tell(step.op, "invoke");
      inFlight.push({ end: now + latency(step.op), invocation: step.op });
      continue;
    }
    if (step.kind === "pending") current = step.next;
    if (step.kind === "exhausted" && inFlight.length === 0) return { deeds, end: now };
    const wake = step.kind === "invoke" ? step.op.time : step.kind === "pending" ? step.until : nextEnd;
    now = Math.min(wake, nextEnd);
    if (now === Number.POSITIVE_INFINITY) throw new Error("interpret: the generator waits for nothing");
    for (const { end, invocation } of inFlight) {
      if (end > now) continue;
      const type = outcome(invocation);
      if (type === "info") roster.retire(invocation.thread);
      roster.end(invocation.thread);
      tell(invocation, type);
    }
    inFlight = inFlight.filter((flight) => flight.end > now);
  }
}
