/**
 * Carries out what a generator asks for: the part of a run that turns intentions into a history.
 *
 * It moves when something happens (an operation ends, a moment comes) and asks the generator then. What it is told it
 * adopts only when it acts on it; an operation that is due later is asked for again, because what happens until then may
 * change the answer, unless the generator says that it will not.
 */
import { keyword, type Nanoseconds, type Operation } from "@gossip-glomers/history";
import type { Outcome } from "../client/outcome.ts";
import type { Clock, Scheduled } from "../clock/clock.ts";
import type { Generator, Invocation, Step } from "../generator/generator.ts";
import { Roster } from "../generator/roster.ts";
import { nothing } from "../generator/step.ts";
import type { Random } from "../random/random.ts";
import type { Carrier, Performed, Recorder } from "./recorder.ts";

export interface ConductorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly concurrency: number;
  readonly recorder: Recorder;
  /** Does an operation. One that went wrong has an outcome too; a rejection is a bug and ends the run. */
  readonly perform: (invocation: Invocation) => Promise<Performed>;
  readonly log: (line: string) => void;
}

interface Phase {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Conductor {
  readonly #options: ConductorOptions;
  readonly #roster: Roster;
  readonly #inFlight = new Set<Invocation>();
  #generator: Generator = nothing;
  #phase: Phase | null = null;
  #wake: { readonly at: Nanoseconds; readonly scheduled: Scheduled } | null = null;
  /** Whether the generator's last answer holds until `#wake`. */
  #isSettled = false;

  constructor(options: ConductorOptions) {
    this.#options = options;
    this.#roster = new Roster(options.concurrency);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Does all that `generator` asks for; settles when it is exhausted and every operation has ended. */
  run(generator: Generator): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#phase = { resolve, reject };
      this.#generator = generator;
      this.#advance();
    });
  }

  /**
   * Ends the run here: nothing more is begun, and every operation in flight is completed as `info`, because nobody will
   * ever know. A history without these completions would have processes that are never heard of again.
   *
   * @param carrierOf names the client and the messages of an operation that is still under way.
   */
  interrupt(carrierOf: (invocation: Invocation) => Carrier | null): void {
    this.#phase = null;
    this.#cancelWake();
    for (const invocation of this.#inFlight) {
      const outcome: Outcome = { type: "info", error: keyword("interrupted") };
      this.#options.recorder.end(invocation, { outcome, carrier: carrierOf(invocation) });
    }
    this.#inFlight.clear();
  }

  /** Asks until there is nothing to do at this moment. An error of the generator ends the run, not the clock. */
  #advance(): void {
    try {
      while (this.#phase !== null && this.#adopt(this.#ask())) {}
    } catch (error) {
      this.#finish((phase) => phase.reject(error));
    }
  }

  #ask(): Step {
    const { clock, random } = this.#options;
    return this.#generator.op(this.#roster.context(clock.now(), random));
  }

  /** Acts on an answer; returns whether to ask again at once. */
  #adopt(step: Step): boolean {
    switch (step.kind) {
      case "log":
        this.#generator = step.next;
        this.#options.log(step.text);
        return true;
      case "invoke":
        if (step.op.time > this.#options.clock.now()) {
          this.#wakeAt(step.op.time);
          return false;
        }
        this.#generator = step.next;
        this.#begin(step.op);
        return true;
      case "pending":
        this.#generator = step.next;
        this.#wakeAt(step.until);
        this.#isSettled = step.isSettled;
        return false;
      case "exhausted":
        this.#generator = nothing;
        this.#cancelWake();
        if (this.#inFlight.size === 0) this.#finish((phase) => phase.resolve());
        return false;
    }
  }

  #begin(invocation: Invocation): void {
    this.#roster.begin(invocation.thread);
    this.#inFlight.add(invocation);
    this.#tell(invocation, this.#options.recorder.begin(invocation));
    this.#options
      .perform(invocation)
      .then((performed) => this.#end(invocation, performed))
      .catch((error: unknown) => this.#finish((phase) => phase.reject(error)));
  }

  #end(invocation: Invocation, performed: Performed): void {
    // Interrupted meanwhile, and completed then.
    if (!this.#inFlight.delete(invocation)) return;
    if (performed.outcome.type === "info") this.#roster.retire(invocation.thread);
    this.#roster.end(invocation.thread);
    this.#tell(invocation, this.#options.recorder.end(invocation, performed));
    if (!this.#isSettled) this.#advance();
  }

  #tell({ thread }: Invocation, operation: Operation): void {
    const { clock, random } = this.#options;
    const context = this.#roster.context(clock.now(), random);
    this.#generator = this.#generator.update(context, { thread, operation });
  }

  #wakeAt(at: Nanoseconds): void {
    if (this.#wake?.at === at) return;
    this.#cancelWake();
    if (at < Number.POSITIVE_INFINITY) {
      const scheduled = this.#options.clock.schedule(at, () => {
        this.#wake = null;
        this.#isSettled = false;
        this.#advance();
      });
      this.#wake = { at, scheduled };
    } else if (this.#inFlight.size === 0) {
      const error = new Error(
        "Conductor: the generator waits for an operation to begin or end while none is under way, so it would wait " +
          "for ever; let it ask for an operation, name a time, or be exhausted",
      );
      this.#finish((phase) => phase.reject(error));
    }
  }

  #cancelWake(): void {
    this.#wake?.scheduled.cancel();
    this.#wake = null;
    this.#isSettled = false;
  }

  #finish(settle: (phase: Phase) => void): void {
    const phase = this.#phase;
    this.#phase = null;
    if (phase !== null) settle(phase);
  }
}
