/**
 * Many anomalies of one kind as one finding: the first in full, the next few in a line each, the rest as a number.
 * A node that breaks its promise at every request breaks it ten thousand times, and nobody reads ten thousand lines.
 */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Finding } from "../verdict.ts";

/** One anomaly; its sentence should stand alone. */
export interface Anomaly {
  readonly sentence: string;
  /** What tells it from others of its kind, if they are told together; its sentence otherwise. */
  readonly brief?: string;
  readonly at?: Nanoseconds;
  readonly node?: string;
  readonly operations?: readonly number[];
  readonly messages?: readonly number[];
  readonly details?: readonly string[];
}

/** So many anomalies are told beside the first. */
const TOLD = 3;

/**
 * One finding for all anomalies of a kind, or none if there are none.
 *
 * @param advice what the reader should know or do, said once
 * @param unrecorded how many more there were that are known by their number alone
 */
export function condense(
  kind: string,
  severity: Finding["severity"],
  anomalies: readonly Anomaly[],
  advice = "",
  unrecorded = 0,
): readonly Finding[] {
  const [first] = anomalies;
  if (first === undefined) return [];
  const told = anomalies.slice(0, 1 + TOLD);
  const others = anomalies.length - 1 + unrecorded;
  const more = others === 0 ? "" : `There ${others === 1 ? "is" : "are"} ${others} more such.`;
  return [
    {
      kind,
      severity,
      summary: [first.sentence, more, advice].filter((part) => part !== "").join(" "),
      ...(first.at === undefined ? {} : { at: first.at }),
      ...(first.node === undefined ? {} : { node: first.node }),
      operations: told.flatMap(({ operations = [] }) => operations),
      messages: told.flatMap(({ messages = [] }) => messages),
      details: [...(first.details ?? []), ...told.slice(1).map(({ brief, sentence }) => brief ?? sentence)],
    },
  ];
}

/** Condenses the anomalies of each node on their own: which node it is, is what a person looks for first. */
export function condenseByNode(
  kind: string,
  severity: Finding["severity"],
  anomalies: readonly Anomaly[],
  advice = "",
): readonly Finding[] {
  const byNode = new Map<string | undefined, Anomaly[]>();
  for (const anomaly of anomalies) {
    const group = byNode.get(anomaly.node);
    if (group === undefined) byNode.set(anomaly.node, [anomaly]);
    else group.push(anomaly);
  }
  return [...byNode.values()].flatMap((group) => condense(kind, severity, group, advice));
}
