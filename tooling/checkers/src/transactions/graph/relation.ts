/**
 * The ways in which one transaction comes before another. Each is a bit, since two transactions may be related in
 * several ways at once: T2 may read what T1 wrote and also begin after T1 ended.
 */
export type RelationName = "ww" | "wr" | "rw" | "process" | "realtime";

/** The second overwrote what the first wrote. */
export const WW = 1;
/** The second read what the first wrote. */
export const WR = 2;
/** The second overwrote what the first read: an anti-dependency. */
export const RW = 4;
/** One process did the first and then the second. */
export const PROCESS = 8;
/** The first was complete before the second began. */
export const REALTIME = 16;

const names: ReadonlyMap<number, RelationName> = new Map([
  [WW, "ww"],
  [WR, "wr"],
  [RW, "rw"],
  [PROCESS, "process"],
  [REALTIME, "realtime"],
]);

/** The name of a single relation. */
export function relationName(relation: number): RelationName {
  const name = names.get(relation);
  if (name === undefined) {
    throw new Error(`relationName takes one relation; got ${relation}. Take it from edgeRelation.`);
  }
  return name;
}

/**
 * The order in which a workload explains an edge that is several relations at once.
 *
 * It decides the kind of a cycle: on registers a write that was read and overwritten by one transaction is told as
 * "was read by", so real write cycles show as G1c there (MAELSTROM.md 19).
 */
export type Precedence = readonly number[];

/** For each combination of relations, the one that explains it. */
export function precedenceTable(precedence: Precedence): Uint8Array {
  const table = new Uint8Array(32);
  for (let relations = 0; relations < table.length; relations++) {
    table[relations] = precedence.find((relation) => (relations & relation) !== 0) ?? 0;
  }
  return table;
}
