/** The `Runtime` of a real process: its clocks, its timers, its chance, stdout for messages and stderr for the log. */
import type { Message } from "../message.ts";
import type { LogLevel, Runtime, Timer } from "../runtime.ts";
import { systemRandom } from "./random.ts";

/** Where a runtime writes. */
export interface Sinks {
  /** Takes a message as a line without its line end. */
  message(line: string): void;
  /** Takes a line of the log, its line end included. */
  log(line: string): void;
}

/** The longest delay that `setTimeout` knows, in milliseconds; it fires at once on a longer one. */
const longestDelay = 2 ** 31 - 1;

export class StdioRuntime implements Runtime {
  readonly #sinks: Sinks;
  readonly #random = systemRandom();

  constructor(sinks: Sinks) {
    this.#sinks = sinks;
  }

  now(): number {
    return performance.now();
  }

  wallTime(): number {
    return Date.now();
  }

  random(): number {
    return this.#random();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    if (delayMs <= longestDelay) return callAfterReading(delayMs, callback);
    let timer = this.setTimer(longestDelay, () => {
      timer = this.setTimer(delayMs - longestDelay, callback);
    });
    return { cancel: () => timer.cancel() };
  }

  send(message: Message): void {
    this.#sinks.message(JSON.stringify(message));
  }

  log(level: LogLevel, line: string): void {
    this.#sinks.log(`${new Date().toISOString()} ${level.toUpperCase().padEnd(5)} ${line}\n`);
  }
}

/**
 * Calls back when the time has come, after reading what has. Node runs timers before it reads: a process that had to
 * wait for its turn would give up a request whose answer has been on stdin for long.
 */
function callAfterReading(delayMs: number, callback: () => void): Timer {
  let afterReading: NodeJS.Immediate | undefined;
  // What was due a moment ago is due now; of a negative delay Node warns on stderr.
  const timeout = setTimeout(
    () => {
      afterReading = setImmediate(callback);
    },
    Math.max(0, delayMs),
  );
  return {
    cancel: () => {
      clearTimeout(timeout);
      clearImmediate(afterReading);
    },
  };
}
