/** What a test needs, and what is known when it is over. The life between the two is in `run-test.ts`. */
import type { Nanoseconds, NodeFaultEvent, Operation, TraceSink } from "@gossip-glomers/history";
import type { Clock } from "../clock/clock.ts";
import type { Host } from "../host/host.ts";
import type { Impairment } from "../network/impairment.ts";
import type { Network } from "../network/network.ts";
import type { Random } from "../random/random.ts";
import type { FaultKind } from "./fault-schedule.ts";
import type { Workload } from "./workload.ts";

/** One test, ready to run. Clock and host decide whether it runs in real or in virtual time. */
export interface TestPlan {
  readonly workload: Workload;
  readonly nodes: readonly string[];
  /** How many client threads there are; thread i talks to node i mod n. */
  readonly concurrency: number;
  /** Operations per second over all threads; 0 means that there is no operation before the final ones. */
  readonly rate: number;
  /** Length of the main phase, counted from its first operation. */
  readonly timeLimit: Nanoseconds;
  /** Partitions that come and go; absent: none. */
  readonly partitions?: PartitionPlan;
  /** Faults that Maelstrom does not have; absent: none. */
  readonly faults?: FaultPlan;
  /** What is wrong with the network from the first operation until recovery; absent: nothing. */
  readonly impairment?: Impairment;
  /** How long the nodes are left alone before the final operations; Maelstrom's 10 s if absent. */
  readonly recovery?: Nanoseconds;
  readonly clock: Clock;
  readonly network: Network;
  readonly host: Host;
  /** Split here into one stream for the workload and one for the faults. */
  readonly random: Random;
  /** Gets operations, logs and faults as they happen. The network writes its messages there by itself. */
  readonly trace: TraceSink;
  /** Ends the test early: every operation in flight becomes `info`, and the nodes are killed. */
  readonly signal?: AbortSignal;
  readonly observer?: Observer;
  /**
   * Called when all nodes and clients are ready; the first operation waits for it. For tests that run side by side in real
   * time, so that none is measured while another starts its nodes.
   */
  readonly ready?: () => Promise<void>;
}

/** The nemesis that Maelstrom has (MAELSTROM.md section 6). */
export interface PartitionPlan {
  /** The mean pause between two changes; each pause is uniform in [0, 2·interval). */
  readonly interval: Nanoseconds;
}

/** Pauses, kills and one-way cuts; each kind comes and goes by itself. */
export interface FaultPlan {
  readonly kinds: readonly FaultKind[];
  /** The mean pause between two changes of one kind; each pause is uniform in [0, 2·interval). */
  readonly interval: Nanoseconds;
}

/** Somebody who watches. Nothing that an observer does can change a run. */
export interface Observer {
  /** Called about once a second while operations run. */
  progress?(progress: Progress): void;
  /** One line that tells what the test is doing, for instance "Waiting for recovery...". */
  log?(line: string): void;
}

/** How far a run is. */
export interface Progress {
  /** Since the run began. */
  readonly elapsed: Nanoseconds;
  readonly ok: number;
  readonly fail: number;
  readonly info: number;
  readonly inFlight: number;
  /** Whether a partition is on. */
  readonly partitioned: boolean;
}

/** What is left of a test that came as far as its first operation, or was interrupted. */
export interface TestRun {
  /** Every invocation and every completion, by index. */
  readonly history: readonly Operation[];
  /** What nodes did that Maelstrom does not forgive, in the order in which it was noticed. */
  readonly faults: readonly NodeFaultEvent[];
  /** Whether the test was ended by its signal. */
  readonly interrupted: boolean;
  /** When the last operation was over. */
  readonly duration: Nanoseconds;
}
