/**
 * What reaches a node that can be paused: everything passes here, and waits here while the node is.
 *
 * Invariant: things pass in the order in which they came, whether or not there was a pause between them. So whatever
 * comes while others still wait has to wait behind them, also when the gate is open again.
 */
import type { Clock } from "../../clock/clock.ts";

/** Something that happens to a node: a message arrives, or a timer is due. */
type Happening = () => void;

export class Gate {
  readonly #clock: Clock;
  #waiting: Happening[] = [];
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Lets it happen now, or when everything before it has happened. */
  pass(happening: Happening): void {
    if (this.#isClosed || this.#waiting.length > 0) this.#waiting.push(happening);
    else happening();
  }

  close(): void {
    this.#isClosed = true;
  }

  open(): void {
    if (!this.#isClosed) return;
    this.#isClosed = false;
    this.#passNext();
  }

  /**
   * One event of the clock each, as they were before the pause: what a handler does after `await` comes before the next
   * message then, and all at once would be a burst that no event loop knows.
   */
  #passNext(): void {
    if (this.#waiting.length === 0) return;
    this.#clock.schedule(this.#clock.now(), () => {
      // Closed again meanwhile: the next opening goes on.
      if (this.#isClosed) return;
      const happening = this.#waiting.shift();
      try {
        happening?.();
      } finally {
        this.#passNext();
      }
    });
  }
}
