/**
 * The port between a node and its world: everything that is not the node's own state comes through here.
 *
 * A node that reads a clock, draws chance or writes to a stream by itself can be run only once and only
 * in real time. One that goes through a Runtime runs unchanged under Maelstrom (`stdio`), under a test
 * (`testing`) and in the simulator's virtual time, where a seed replays it exactly.
 */
import type { Message } from "./message.ts";

/** A pending timer. Cancelling one that has fired, or twice, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Levels of the log, least urgent first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What a node needs of the world. */
export interface Runtime {
  /** Milliseconds, fractions included, since an arbitrary origin; never goes back. For deadlines and intervals. */
  now(): number;
  /** Milliseconds since the Unix epoch by a clock that may jump in either direction. For display, never for order. */
  wallTime(): number;
  /** A number drawn uniformly from [0, 1) with 53 random bits. */
  random(): number;
  /** Calls `callback` once, `delayMs` milliseconds from now (at once, but never synchronously, if not positive). */
  setTimer(delayMs: number, callback: () => void): Timer;
  /**
   * Hands a message to the network; delivery is not promised.
   * @throws {Error} if the body cannot be written as JSON (a BigInt, a cycle).
   */
  send(message: Message): void;
  /** Takes one line for a human, without a line end. Never goes to the network's stream. */
  log(level: LogLevel, line: string): void;
}
