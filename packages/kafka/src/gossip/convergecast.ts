/**
 * What a node may promise to each neighbour in a tree: what it has itself, and all have promised it that are not behind that
 * neighbour.
 *
 * To each neighbour that is the minimum over all others. There are but two different ones: the minimum over all, and, for the
 * neighbour who has promised least, the second lowest.
 */
import type { VersionedVector } from "./versioned-vector.ts";

/** A neighbour, what it has promised, and what is promised to it. */
export interface Branch {
  promised(stream: number): number;
  readonly least: VersionedVector;
}

/** Works out anew what is promised about a stream of which the node itself has `count` events. */
export function combine(branches: Iterable<Branch>, stream: number, count: number, version: number): void {
  let lowest = count;
  let second = count;
  let lowestBranch: Branch | undefined;
  for (const branch of branches) {
    const promised = branch.promised(stream);
    if (promised < lowest) {
      second = lowest;
      lowest = promised;
      lowestBranch = branch;
    } else if (promised < second) second = promised;
  }
  for (const branch of branches) branch.least.set(stream, branch === lowestBranch ? second : lowest, version);
}
