/**
 * Tells the run of a node's faults: of each kind the first few in full, then only how many there were. A node that
 * prints a debug line per message would otherwise fill trace and verdict with one fact.
 */
import type { NodeFault } from "@gossip-glomers/history";
import type { HostEvents } from "./host.ts";

const TOLD_IN_FULL = 5;

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

  constructor(node: string, events: HostEvents, muteOnFault: boolean) {
    this.#node = node;
    this.#events = events;
    this.#muteOnFault = muteOnFault;
  }

  /** Whether what the node writes counts no longer, as after a fault under Maelstrom. */
  get isMuted(): boolean {
    return this.#isMuted;
  }

  report(fault: NodeFault): void {
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
