/**
 * The host port: what runs the nodes of a test. A child process and an in-process node look the same from here.
 */
import type { NodeFault } from "@gossip-glomers/history";
import type { Envelope, Network } from "../network/network.ts";

/** What a host tells the run about a node. */
export interface HostEvents {
  /** The node wrote a line to stderr. */
  log(node: string, line: string): void;
  /** The node did what Maelstrom does not forgive. */
  fault(node: string, fault: NodeFault): void;
}

/** One started node. It is attached to the network under its name until it is stopped. */
export interface HostedNode {
  readonly name: string;
  /** What is odd about the node's program, and may be why if the node does not come up; absent if nothing is. */
  readonly doubt?: string;
  /** What it has printed to stdout behind the last end of a line, so that nobody has read it; absent if there is nothing. */
  readonly unfinishedLine?: string | undefined;
  deliver(message: Envelope): void;
  /**
   * Stops the node where it is, as SIGSTOP does: it neither hears anything nor has timers fire. What reaches it waits,
   * and happens in its order after `resume`. Doing either twice changes nothing.
   */
  pause(): void;
  resume(): void;
  /**
   * Ends the node, paused or not, at once and for ever, and everything that it started; settles when nothing of it is left.
   *
   * From the call on, nothing that the node says counts. Until it settles there may still be news of what was before:
   * its last log lines, that it had died by itself, how often it repeated a fault.
   */
  kill(): Promise<void>;
}

export interface Host {
  /** Starts a node and attaches it to the network. Rejects with a message that says what to do if it cannot start. */
  start(node: string, network: Network, events: HostEvents): Promise<HostedNode>;
}
