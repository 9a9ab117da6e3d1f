/**
 * The trace of a run: everything that happened, in order, one event a line. Checkers and reports read only this.
 *
 * In virtual time a trace is a function of the program, the options and the seed: running a seed twice gives the
 * same bytes. So nothing of the machine (paths, wall-clock time, process ids) may enter it.
 */
import type { Json } from "@gossip-glomers/protocol";
import type { ExactJson } from "./exact-json/exact-json.ts";
import type { Nanoseconds, Operation } from "./operation.ts";

/** The first line of a trace: what was run. */
export interface TraceHeader {
  readonly kind: "run";
  readonly version: 1;
  readonly workload: string;
  readonly nodes: readonly string[];
  readonly clock: "virtual" | "wall";
  readonly seed: number;
  /** The options of the run that shape it, defaults included. */
  readonly options: { readonly [option: string]: Json };
}

/** An operation was invoked or completed; `request` and `reply` are the ids of the messages that carried it. */
export interface OperationEvent {
  readonly kind: "op";
  readonly at: Nanoseconds;
  readonly op: Operation;
  /** The network client that did it, for instance `c7`. */
  readonly client?: string;
  readonly node?: string;
  readonly request?: number;
  readonly reply?: number;
}

/** A message entered the network. */
export interface SendEvent {
  readonly kind: "send";
  readonly at: Nanoseconds;
  readonly id: number;
  readonly src: string;
  readonly dest: string;
  readonly body: ExactJson;
}

/** A message reached its receiver. */
export interface ReceiveEvent {
  readonly kind: "recv";
  readonly at: Nanoseconds;
  readonly id: number;
}

/** A message, or one copy of it, was lost on its way. */
export interface DropEvent {
  readonly kind: "drop";
  readonly at: Nanoseconds;
  readonly id: number;
  readonly reason: DropReason;
}

/**
 * Why a message was lost. `partition` is Maelstrom's; ours are `one-way` (a link cut in one direction), `loss` (chance
 * alone) and `down` (its receiver was killed and had not been started again).
 */
export const DROP_REASONS = ["partition", "one-way", "loss", "down"] as const;

export type DropReason = (typeof DROP_REASONS)[number];

/** A node wrote a line to stderr, or a service, by its name, has left a request unanswered. */
export interface LogEvent {
  readonly kind: "log";
  readonly at: Nanoseconds;
  readonly node: string;
  readonly line: string;
}

/**
 * A node did what Maelstrom does not forgive (MAELSTROM.md 4.2): after any of the first four Maelstrom never reads
 * that node again, and after an exit it judges nothing at all. The last three are ours: `trailing-text` is what
 * Maelstrom drops without a word, `flood` is output that is more than anybody can read, and `repeated` counts the
 * faults of one kind that came after the first few, which alone are told in full.
 */
export type NodeFault =
  | { readonly fault: "not-json"; readonly line: string; readonly reason: string }
  | { readonly fault: "malformed-message"; readonly line: string; readonly reason: string }
  | { readonly fault: "unknown-address"; readonly line: string; readonly address: string }
  | {
      readonly fault: "late-reply";
      readonly line: string;
      readonly client: string;
      readonly request: number | null;
    }
  | {
      readonly fault: "exited";
      readonly code: number | null;
      readonly signal: string | null;
      readonly stdout: readonly string[];
      readonly stderr: readonly string[];
    }
  | { readonly fault: "trailing-text"; readonly line: string; readonly text: string }
  | {
      readonly fault: "flood";
      readonly stream: "stdout" | "stderr";
      /** The last line that was read at full speed, or the beginning of the one that does not end. */
      readonly line: string;
      readonly reason: string;
    }
  | { readonly fault: "repeated"; readonly of: string; readonly count: number };

export interface NodeFaultEvent {
  readonly kind: "fault";
  readonly at: Nanoseconds;
  readonly node: string;
  readonly fault: NodeFault;
}

export type TraceEvent = OperationEvent | SendEvent | ReceiveEvent | DropEvent | LogEvent | NodeFaultEvent;

/** Takes the events of a run as they happen. */
export interface TraceSink {
  write(event: TraceEvent): void;
}
