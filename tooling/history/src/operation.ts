/**
 * Operations and histories, as Jepsen records them (MAELSTROM.md section 9).
 *
 * A history is a list of operations by index. Each client operation appears twice: when it is invoked and
 * when it completes, as `ok` (it happened), `fail` (it did not) or `info` (nobody knows). Nemesis operations
 * are `info` both times.
 */
import type { Datum } from "./datum.ts";

/** Nanoseconds since the start of the run, by a linear clock. */
export type Nanoseconds = number;

export type OperationType = "invoke" | "ok" | "fail" | "info";

/** A logical client process, or the nemesis. A process whose operation ended in `info` is never used again. */
export type Process = number | "nemesis";

export interface Operation {
  readonly index: number;
  readonly time: Nanoseconds;
  readonly type: OperationType;
  readonly process: Process;
  /** What is done, for instance `echo`, `read`, `start-partition`. */
  readonly f: string;
  readonly value: Datum;
  /** Why it failed or is unknown: `:net-timeout`, or `[:temporarily-unavailable "text"]`. */
  readonly error?: Datum;
  /** The exception that the client did not expect (a malformed reply), which made the operation `info`. */
  readonly exception?: OperationException;
  /** Set on the last reads of broadcast and the counters. */
  readonly final?: true;
  /** Set on an assign of kafka after which polls begin at offset 0 (MAELSTROM.md 10.7). */
  readonly seekToBeginning?: true;
}

/** What Jepsen keeps of an exception: its Java class name and its message. */
export interface OperationException {
  readonly class: string;
  readonly message: string;
}
