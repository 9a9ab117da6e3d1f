/**
 * Tells the run of a node's faults: of each kind the first few in full, then only how many there were. A node that
 * prints a debug line per message would otherwise fill trace and verdict with one fact.
 */
import type { Nanoseconds, NodeFault } from "@gossip-glomers/history";
import type { Clock } from "../clock/clock.ts";
import { seconds } from "../generator/duration.ts";
import type { HostEvents } from "./host.ts";

const TOLD_IN_FULL = 5;

/** As long as a node may take for a request that it knows to be fresh: as long as clients wait (MAELSTROM.md 7.1). */
const EXCUSED_FOR: Nanoseconds = seconds(5);

/** The faults after which Maelstrom does not read the node any more (MAELSTROM.md 4.2). */
const MUTING: ReadonlySet<string> = new Set([
  "not-json",
  "malformed-message",
  "unknown-address",
  "late-reply",
]);

export class FaultReporter {
  readonly #node: string;
  readonly #events: HostEvents;
  readonly #muteOnFault: boolean;
  readonly #counts = new Map<string, number>();
  #isMuted = false;
  #excuse: { readonly clock: Clock; readonly until: Nanoseconds } | null = null;

  constructor(node: string, events: HostEvents, muteOnFault: boolean) {
    this.#node = node;
    this.#events = events;
    this.#muteOnFault = muteOnFault;
  }

  /** Whether what the node writes counts no longer, as after a fault under Maelstrom. */
  get isMuted(): boolean {
    return this.#isMuted;
  }

  /**
   * The node goes on after a pause: for a while a late reply is no fault of its own. A request that waited for it
   * meanwhile looks fresh to it, and it cannot know that the client has left.
   */
  excuseLateReplies(clock: Clock): void {
    this.#excuse = { clock, until: clock.now() + EXCUSED_FOR };
  }

  report(fault: NodeFault): void {
    if (fault.fault === "late-reply" && this.#excuse !== null) {
      if (this.#excuse.clock.now() <= this.#excuse.until) return;
      this.#excuse = null;
    }
    const count = (this.#counts.get(fault.fault) ?? 0) + 1;
    this.#counts.set(fault.fault, count);
    if (count <= TOLD_IN_FULL) this.#events.fault(this.#node, fault);
    if (this.#muteOnFault && MUTING.has(fault.fault)) this.#isMuted = true;
  }

  /** Says how many more there were. To be called when the node has ended; a second call has nothing to add. */
  finish(): void {
    for (const [of, count] of this.#counts) {
      if (count > TOLD_IN_FULL) {
        this.#events.fault(this.#node, { fault: "repeated", of, count: count - TOLD_IN_FULL });
      }
    }
    this.#counts.clear();
  }
}
