/**
 * Many anomalies of one kind as one finding: the first in full, the next few in a line each, the rest as a number.
 * A node that breaks its promise at every request breaks it ten thousand times, and nobody reads ten thousand lines.
 *
 * Every finding is made here, so that each names the messages and the node of its operations, whichever checker it is
 * of: a checker of histories knows neither.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";
import { messagesOf } from "./phrase.ts";

/** One anomaly; its sentence should stand alone. */
export interface Anomaly {
  readonly sentence: string;
  /** What tells it from others of its kind, if they are told together; its sentence otherwise. */
  readonly brief?: string;
  readonly at?: Nanoseconds;
  /** Null if it is known to be no one node's; if not given, the node to which all of its operations went. */
  readonly node?: string | null;
  readonly operations?: readonly number[];
  /** If not given, the requests and replies of its operations. */
  readonly messages?: readonly number[];
  readonly details?: readonly string[];
}

/** So many anomalies are told; of those after them only the number counts. */
export const MOST_TOLD = 4;

/**
 * One finding for all anomalies of a kind, or none if there are none.
 *
 * @param advice what the reader should know or do, said once
 * @param unrecorded how many more there were that are known by their number alone
 */
export function condense(
  run: Run,
  kind: string,
  severity: Finding["severity"],
  anomalies: readonly Anomaly[],
  advice = "",
  unrecorded = 0,
): readonly Finding[] {
  const [first] = anomalies;
  if (first === undefined) return [];
  const told = anomalies.slice(0, MOST_TOLD);
  const others = anomalies.length - 1 + unrecorded;
  const more = others === 0 ? "" : `There ${others === 1 ? "is" : "are"} ${others} more such.`;
  const node = nodeIn(run, first);
  return [
    {
      kind,
      severity,
      summary: [first.sentence, more, advice].filter((part) => part !== "").join(" "),
      ...(first.at === undefined ? {} : { at: first.at }),
      ...(node === null ? {} : { node }),
      operations: told.flatMap(({ operations = [] }) => operations),
      messages: [...new Set(told.flatMap((anomaly) => messagesIn(run, anomaly)))],
      details: [...(first.details ?? []), ...told.slice(1).map(({ brief, sentence }) => brief ?? sentence)],
    },
  ];
}

/** Condenses the anomalies of each node on their own: which node it is, is what a person looks for first. */
export function condenseByNode(
  run: Run,
  kind: string,
  severity: Finding["severity"],
  anomalies: readonly Anomaly[],
  advice = "",
): readonly Finding[] {
  const byNode = new Map<string | null, Anomaly[]>();
  for (const anomaly of anomalies) {
    const node = nodeIn(run, anomaly);
    const group = byNode.get(node);
    if (group === undefined) byNode.set(node, [anomaly]);
    else group.push(anomaly);
  }
  return [...byNode.values()].flatMap((group) => condense(run, kind, severity, group, advice));
}

function messagesIn(run: Run, { messages, operations = [] }: Anomaly): readonly number[] {
  return messages ?? operations.flatMap((index) => messagesOf(run, index));
}

function nodeIn(run: Run, { node, operations = [] }: Anomaly): string | null {
  if (node !== undefined) return node;
  const nodes = new Set(operations.map((index) => run.carriers.get(index)?.node));
  const [only] = nodes;
  return nodes.size === 1 ? (only ?? null) : null;
}
