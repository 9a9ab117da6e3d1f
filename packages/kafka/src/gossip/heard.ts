/** A message as the node that it came to reads it: streams are places in its vectors. */
import type { Batch, Extent } from "./batch.ts";
import type { StreamNames } from "./stream-names.ts";
import type { Cell } from "./versioned-vector.ts";

export interface Heard {
  readonly self: number;
  readonly version: number;
  readonly base: number;
  readonly heard: number;
  readonly row: readonly Cell[];
  readonly least: readonly Cell[];
  readonly ask: boolean;
  /** The version of the question of this life that it answers; 0 if it answers none. */
  readonly answered: number;
  readonly joining: boolean;
}

/** @param own the stream that the reader writes */
export function readBatch(message: Batch, names: StreamNames, own: string): Heard {
  const { self, version, base, heard, row, least, ask = false, answers, joining = false } = message;
  const cells = cellsOf(row, names);
  return {
    self: names.placeOf(self),
    version,
    base,
    heard,
    row: cells,
    least: least === undefined ? cells : cellsOf(least, names),
    ask,
    answered: answers?.[0] === own ? answers[1] : 0,
    joining,
  };
}

function cellsOf(extents: readonly Extent[], names: StreamNames): readonly Cell[] {
  return extents.map(([name, count]) => [names.placeOf(name), count]);
}

export function extentsOf(cells: readonly Cell[], names: StreamNames): readonly Extent[] {
  return cells.map(([stream, count]) => [names.nameOf(stream), count]);
}
