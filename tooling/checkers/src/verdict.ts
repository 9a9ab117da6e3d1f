/** What a checker says: a verdict in Maelstrom's words, and the evidence in ours. */
import type { DatumRecord, Nanoseconds } from "@gossip-glomers/history";

/** `false` beats `unknown` beats `true` when parts are merged (MAELSTROM.md 17.1). */
export type Validity = true | false | "unknown";

/** The answer of one checker. */
export interface Verdict {
  readonly valid: Validity;
  /** Maelstrom's own fields, without `valid?`, in Maelstrom's order. */
  readonly result: DatumRecord;
  /** What contradicts what; empty when there is nothing to say. */
  readonly findings: readonly Finding[];
}

/** One anomaly or oddity, told so that a person finds the message that broke the promise. */
export interface Finding {
  /** A stable name for the kind, for instance `duplicate-id` or `late-reply`. */
  readonly kind: string;
  /** An `error` makes the run invalid; a `warning` is something that Maelstrom does not mind. */
  readonly severity: "error" | "warning";
  /** One or two sentences that name nodes, clients, message ids and times. */
  readonly summary: string;
  /** When the promise was broken, if that is one moment. */
  readonly at?: Nanoseconds;
  readonly node?: string;
  /** Indices of the operations that contradict each other, in the order in which a person would tell it. */
  readonly operations: readonly number[];
  /** Ids of the messages involved, in the same order. */
  readonly messages: readonly number[];
  /** Lines worth quoting: the exact stdout line, the last lines of stderr. */
  readonly details: readonly string[];
}
