/** What nodes do beside answering: their logs and their faults, as the host tells them. */
import type { NodeFault, NodeFaultEvent, TraceSink } from "@gossip-glomers/history";
import type { Clock } from "../clock/clock.ts";
import type { HostEvents } from "../host/host.ts";
import { faultSentence } from "./fault-sentence.ts";

/** As many as Maelstrom shows of a node that crashed. */
const LAST_LINES = 32;

export type ExitFault = Extract<NodeFault, { readonly fault: "exited" }>;

/** Writes logs and faults into the trace, and remembers what an explanation may need. */
export class Witness implements HostEvents {
  readonly #clock: Clock;
  readonly #trace: TraceSink;
  readonly #lastLines = new Map<string, string[]>();
  readonly #exits = new Map<string, ExitFault>();
  readonly #exitWatchers = new Map<string, (fault: ExitFault) => void>();
  readonly #faults: NodeFaultEvent[] = [];
  #isClosed = false;

  constructor(clock: Clock, trace: TraceSink) {
    this.#clock = clock;
    this.#trace = trace;
  }

  get faults(): readonly NodeFaultEvent[] {
    return this.#faults;
  }

  log(node: string, line: string): void {
    if (this.#isClosed) return;
    this.#trace.write({ kind: "log", at: this.#clock.now(), node, line });
    const lines = this.#lastLines.get(node) ?? [];
    lines.push(line);
    if (lines.length > LAST_LINES) lines.shift();
    this.#lastLines.set(node, lines);
  }

  fault(node: string, fault: NodeFault): void {
    if (this.#isClosed && !this.#countsAtTheEnd(node, fault)) return;
    const event: NodeFaultEvent = { kind: "fault", at: this.#clock.now(), node, fault };
    this.#faults.push(event);
    this.#trace.write(event);
    if (fault.fault !== "exited") return;
    this.#exits.set(node, fault);
    this.#exitWatchers.get(node)?.(fault);
  }

  hasExited(node: string): boolean {
    return this.#exits.has(node);
  }

  /** Settles when the node has exited by itself; never if it does not. */
  exitOf(node: string): Promise<ExitFault> {
    const fault = this.#exits.get(node);
    if (fault !== undefined) return Promise.resolve(fault);
    return new Promise((resolve) => this.#exitWatchers.set(node, resolve));
  }

  /** What the node has said to stderr last, and what it has done wrong, as lines for a human. */
  testimony(node: string): readonly string[] {
    const faults = this.#faultsOf(node);
    const lines = this.#lastLines.get(node) ?? [];
    return [
      ...faults,
      ...(lines.length === 0
        ? ["It wrote nothing to stderr."]
        : ["It wrote to stderr, last:", ...lines.map((line) => `  ${line}`)]),
    ];
  }

  /** The first fault of each kind in full, or one that is repeated with every line would hide what to do. */
  #faultsOf(node: string): readonly string[] {
    const byKind = new Map<string, { readonly sentence: string; others: number }>();
    for (const { node: at, fault } of this.#faults) {
      if (at !== node || fault.fault === "exited") continue;
      const known = byKind.get(fault.fault);
      if (known === undefined) byKind.set(fault.fault, { sentence: faultSentence(fault), others: 0 });
      else known.others += 1;
    }
    return [...byKind.values()].flatMap(({ sentence, others }) =>
      others === 0 ? [sentence] : [sentence, `There ${others === 1 ? "is" : "are"} ${others} more such.`],
    );
  }

  /** From now on nodes may write what they like. */
  close(): void {
    this.#isClosed = true;
  }

  /**
   * A node that turns out to have died by itself is at fault all the same: Maelstrom notices no sooner, and judges nothing
   * then (MAELSTROM.md 2.6). How often a fault was repeated is known only at the end as well.
   */
  #countsAtTheEnd(node: string, fault: NodeFault): boolean {
    if (fault.fault === "exited") return true;
    if (fault.fault !== "repeated") return false;
    return this.#faults.some((event) => event.node === node && event.fault.fault === fault.of);
  }
}
