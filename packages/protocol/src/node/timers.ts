/** A node's timers: the port's timers, with errors caught and all of them cancelled when the node stops. */
import { describeError } from "../log/describe-error.ts";
import type { Logger } from "../log/logger.ts";
import type { Runtime, Timer } from "../runtime.ts";
import { demandDelay } from "./delay.ts";
import { isThenable } from "./thenable.ts";

/** What a timer calls. It may be asynchronous; what it throws is logged. */
export type Task = () => void | Promise<void>;

export interface EveryOptions {
  /**
   * How much an interval may differ from the given one, as a share of it, from 0 (the default, not at all) to 1
   * (from nothing to twice as long). With some, nodes that started together do not all speak at once for ever.
   */
  readonly jitter?: number;
}

export class Timers {
  readonly #runtime: Runtime;
  readonly #log: Logger;
  readonly #pending = new Set<Timer>();
  #stopped = false;

  constructor(runtime: Runtime, log: Logger) {
    this.#runtime = runtime;
    this.#log = log;
  }

  /** Runs `task` once, `ms` milliseconds from now. */
  after(ms: number, task: Task): Timer {
    demandDelay("the delay of a timer", ms);
    if (this.#stopped) return { cancel() {} };
    const timer = this.#runtime.setTimer(ms, () => {
      this.#pending.delete(timer);
      this.#run(task);
    });
    this.#pending.add(timer);
    return {
      cancel: () => {
        this.#pending.delete(timer);
        timer.cancel();
      },
    };
  }

  /**
   * Runs `task` again and again, first `ms` milliseconds from now, then `ms` after it has ended.
   *
   * The pause is counted from the end because a task that waits for a slow peer would otherwise run beside itself,
   * and the more often, the slower the peer is.
   */
  every(ms: number, task: Task, options: EveryOptions = {}): Timer {
    const jitter = options.jitter ?? 0;
    let cancelled = false;
    let next: Timer;
    const schedule = (): void => {
      if (cancelled) return;
      const pause = jitter === 0 ? ms : ms * (1 + jitter * (2 * this.#runtime.random() - 1));
      next = this.after(pause, () => {
        const running = this.#run(task);
        if (running === undefined) schedule();
        else void running.then(schedule);
      });
    };
    schedule();
    return {
      cancel: () => {
        cancelled = true;
        next.cancel();
      },
    };
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#pending) timer.cancel();
    this.#pending.clear();
  }

  /** Runs a task to its end; the promise, if it is asynchronous, never rejects. */
  #run(task: Task): Promise<void> | undefined {
    try {
      const running = task();
      return isThenable(running)
        ? Promise.resolve(running).then(undefined, (error) => this.#report(error))
        : undefined;
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  #report(error: unknown): void {
    this.#log.error(`A timer's task failed; the node goes on: ${describeError(error)}`);
  }
}
