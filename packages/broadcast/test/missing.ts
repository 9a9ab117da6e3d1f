/** Whether all nodes read the same, and all that they must. A value that was given twice is one that is read twice. */
import type { Given } from "./hardships.ts";
import type { Swarm } from "./swarm.ts";

interface Restarted {
  readonly node: string;
  readonly at: number;
}

/** What is wrong, one sentence each. */
export function missingOf(
  swarm: Swarm,
  given: readonly Given[],
  restarted: readonly Restarted[],
): readonly string[] {
  const read = new Map(swarm.nodeIds.map((id) => [id, countsOf(swarm.replica(id).store.values.map(textOf))]));
  const known = new Map<string, number>();
  for (const counts of read.values()) {
    for (const [text, times] of counts) known.set(text, Math.max(times, known.get(text) ?? 0));
  }
  // What a node was given and lost with its memory before anybody heard of it may be missing, but on all nodes alike.
  const certain = given.filter((one) => !restarted.some((r) => r.node === one.node && r.at >= one.at));
  const lost = missingFrom(known, countsOf(certain.map(({ text }) => text)));
  const invented = missingFrom(countsOf(given.map(({ text }) => text)), known);
  return [
    ...lost.map((text) => `${excerpt(text)} everywhere`),
    ...invented.map((text) => `${excerpt(text)} is read more often than it was given`),
    ...swarm.nodeIds.flatMap((id) => {
      const lacks = missingFrom(read.get(id) ?? new Map(), known);
      if (lacks.length === 0) return [];
      const which = `${lacks.length} of ${known.size}, as ${excerpt(lacks[0] ?? "")}`;
      return [`${which} on ${id} (hub ${swarm.replica(id).hub})`];
    }),
  ];
}

function textOf(value: unknown): string {
  return JSON.stringify(value);
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** What is in `wanted` more often than in `counts`. */
function missingFrom(counts: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): string[] {
  return [...wanted].flatMap(([text, times]) => ((counts.get(text) ?? 0) < times ? [text] : []));
}

function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
