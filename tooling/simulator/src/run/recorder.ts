/** The history of a run, and the operations in its trace. */
import type {
  Datum,
  Nanoseconds,
  Operation,
  OperationEvent,
  OperationException,
  OperationType,
  TraceSink,
} from "@gossip-glomers/history";
import type { Outcome } from "../client/outcome.ts";
import type { Clock } from "../clock/clock.ts";
import type { Invocation } from "../generator/generator.ts";

/** How an operation ended, and which messages carried it; null for the nemesis, who sends none. */
export interface Performed {
  readonly outcome: Outcome;
  readonly carrier: Carrier | null;
}

/** The client and the messages of an operation. */
export interface Carrier {
  readonly client: string;
  readonly node: string;
  readonly request?: number;
  readonly reply?: number;
}

/**
 * Writes operations down as they begin and end. Invariant: a history's k-th operation has index k, times never go back, and
 * between two invocations of one process there is exactly one completion.
 */
export class Recorder {
  readonly #clock: Clock;
  readonly #trace: TraceSink;
  readonly #history: Operation[] = [];
  readonly counts = { ok: 0, fail: 0, info: 0 };

  constructor(clock: Clock, trace: TraceSink) {
    this.#clock = clock;
    this.#trace = trace;
  }

  get history(): readonly Operation[] {
    return this.#history;
  }

  /** When the last operation began or ended; 0 if there was none. */
  get lastTime(): Nanoseconds {
    return this.#history.at(-1)?.time ?? 0;
  }

  begin(invocation: Invocation): Operation {
    // What the nemesis does is neither asked nor answered by anybody: both of its records are `info`.
    const type = invocation.process === "nemesis" ? "info" : "invoke";
    return this.#record(type, invocation, { value: invocation.value }, null);
  }

  end(invocation: Invocation, { outcome, carrier }: Performed): Operation {
    if (invocation.process !== "nemesis") this.counts[outcome.type] += 1;
    const { type, value = invocation.value, error, exception } = outcome;
    return this.#record(type, invocation, { value, error, exception }, carrier);
  }

  #record(type: OperationType, invocation: Invocation, result: Result, carrier: Carrier | null): Operation {
    const at: Nanoseconds = this.#clock.now();
    const index = this.#history.length;
    const { process, f } = invocation;
    const op = withRarities({ index, time: at, type, process, f, value: result.value }, invocation, result);
    this.#history.push(op);
    this.#trace.write(eventOf(at, op, carrier));
    return op;
  }
}

// As `withRarities`, case by case: `{ kind: "op", at, op, ...carrier }` takes longer than all else here.
function eventOf(at: Nanoseconds, op: Operation, carrier: Carrier | null): OperationEvent {
  if (carrier === null) return { kind: "op", at, op };
  const { client, node, request, reply } = carrier;
  if (request === undefined) return { kind: "op", at, op, client, node };
  return reply === undefined
    ? { kind: "op", at, op, client, node, request }
    : { kind: "op", at, op, client, node, request, reply };
}

/** What an operation has that its invocation had not. */
interface Result {
  readonly value: Datum;
  readonly error?: Datum | undefined;
  readonly exception?: OperationException | undefined;
}

/** The operation with what few operations have; what it has not it has no key for. */
function withRarities(
  op: Operation,
  { final, seekToBeginning }: Invocation,
  { error, exception }: Result,
): Operation {
  // Most have none of it, and need not pay for putting it together.
  if (!final && !seekToBeginning && error === undefined && exception === undefined) return op;
  return {
    ...op,
    ...(error === undefined ? {} : { error }),
    ...(exception === undefined ? {} : { exception }),
    ...(final ? { final } : {}),
    ...(seekToBeginning ? { seekToBeginning } : {}),
  };
}
