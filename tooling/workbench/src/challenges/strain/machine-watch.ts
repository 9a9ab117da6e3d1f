/** Looks at the machine while a row runs in real time. What the figures mean is in `strain.ts`. */
import { cpus } from "node:os";
import { STARVED_BELOW, type Strain } from "./strain.ts";

/** How often a timer is tried. Its own work is nothing; a delay that is shorter than this may be missed. */
const TICK_MS = 5;

export class MachineWatch {
  #timer: NodeJS.Timeout;
  #due: number;
  #latestMs = 0;
  #strain: Strain = { seconds: 0, latestMs: 0, starvedSeconds: 0 };
  #idle: number = idleMs();
  #since: number = performance.now();

  constructor() {
    this.#due = performance.now() + TICK_MS;
    this.#timer = setTimeout(this.#tick, TICK_MS).unref();
  }

  /**
   * Ends a second. To be called by the reports of progress, so that neither the start of the nodes, before the first of
   * them, nor the checkers' work, after the last, is counted.
   */
  endSecond(): void {
    const idle = idleMs();
    const now = performance.now();
    const share = (idle - this.#idle) / ((now - this.#since) * cpus().length);
    const { seconds, latestMs, starvedSeconds } = this.#strain;
    // The second before the first report still has the start of the nodes in it.
    const isFirst = seconds === 0;
    this.#strain = {
      seconds: seconds + 1,
      latestMs: isFirst ? 0 : Math.max(latestMs, this.#latestMs),
      starvedSeconds: starvedSeconds + Number(!isFirst && share < STARVED_BELOW),
    };
    this.#idle = idle;
    this.#since = now;
    this.#latestMs = 0;
  }

  stop(): Strain {
    clearTimeout(this.#timer);
    return this.#strain;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    this.#latestMs = Math.max(this.#latestMs, now - this.#due);
    this.#due = now + TICK_MS;
    this.#timer = setTimeout(this.#tick, TICK_MS).unref();
  };
}

/** Milliseconds that all processors have been idle since the machine began. */
function idleMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.idle, 0);
}
