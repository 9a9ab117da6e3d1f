/** The world of one node under test: a clock that stands still, chance from a seed, and a record of what it did. */
import type { Body, Message } from "../message.ts";
import type { LogLevel, Runtime, Timer } from "../runtime.ts";
import { ManualClock } from "./manual-clock.ts";
import { seededRandom } from "./seeded-random.ts";

/** A body as a test reads it: its type, and whatever else it has. */
export type AnyBody = Body & { readonly [key: string]: unknown };

/** A message as it was sent. */
export type SentMessage = Message<AnyBody>;

/** A line that a node logged. */
export interface LoggedLine {
  readonly level: LogLevel;
  readonly line: string;
}

export interface TestRuntimeOptions {
  /** The clock, if several nodes are to share one. */
  readonly clock?: ManualClock;
  /** Where chance comes from; 0 if not given. */
  readonly seed?: number;
  /** Called with every message after it is recorded. */
  readonly onSend?: (message: SentMessage) => void;
}

/** 1 January 2026, 00:00 UTC: what the wall clock shows when the test begins, so that every run sees the same. */
const epoch = 1_767_225_600_000;

export class TestRuntime implements Runtime {
  readonly clock: ManualClock;
  /** What the node has sent, first message first. */
  readonly sent: SentMessage[] = [];
  /** What the node has logged, first line first. */
  readonly logged: LoggedLine[] = [];
  /** How far the wall clock is ahead of the true time, in milliseconds; change it to make the clock jump. */
  wallClockOffsetMs = 0;
  readonly #random: () => number;
  readonly #onSend: (message: SentMessage) => void;

  constructor({ clock = new ManualClock(), seed = 0, onSend = () => {} }: TestRuntimeOptions = {}) {
    this.clock = clock;
    this.#random = seededRandom(seed);
    this.#onSend = onSend;
  }

  now(): number {
    return this.clock.now;
  }

  wallTime(): number {
    return epoch + this.clock.now + this.wallClockOffsetMs;
  }

  random(): number {
    return this.#random();
  }

  setTimer(delayMs: number, callback: () => void): Timer {
    return this.clock.setTimer(delayMs, callback);
  }

  send(message: Message): void {
    // Over the wire and back: what is no JSON fails here as it would there, and sender and receiver share nothing.
    const copy = throughTheWire(message);
    this.sent.push(copy);
    this.#onSend(copy);
  }

  log(level: LogLevel, line: string): void {
    this.logged.push({ level, line });
  }
}

/** What a receiver gets of what a sender sent. */
export function throughTheWire(message: Message): SentMessage {
  return JSON.parse(JSON.stringify(message));
}
