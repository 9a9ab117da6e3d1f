/** Telling somebody who watches how far a run is. */
import type { Clock, Scheduled } from "../clock/clock.ts";
import { seconds } from "../generator/duration.ts";
import type { Observer, Progress } from "./plan.ts";

const INTERVAL = seconds(1);

/** Calls an observer every second of the clock's time while operations run. */
export class ProgressReports {
  readonly #clock: Clock;
  readonly #report: (() => void) | null;
  #next: Scheduled | null = null;

  constructor(clock: Clock, observer: Observer | undefined, progress: () => Progress) {
    this.#clock = clock;
    this.#report = observer?.progress === undefined ? null : () => observer.progress?.(progress());
  }

  /**
   * Not before the first operation: a virtual clock knows a test that can never begin by its having nothing scheduled,
   * and these reports would be something.
   */
  start(): void {
    if (this.#report === null) return;
    this.#next = this.#clock.schedule(this.#clock.now() + INTERVAL, () => {
      this.#report?.();
      this.start();
    });
  }

  stop(): void {
    this.#next?.cancel();
  }
}
