/**
 * Numbers of which a neighbour is told only those that have changed since it last confirmed what it was told.
 *
 * Of a thousand streams a few grow between two messages; all of them would be nearly all that there is in a message. So each
 * number has the version at which it changed last, a message says from which version to which it leads, and the neighbour
 * confirms versions.
 *
 * Invariant: who has all up to version b and takes what changed since b' ≤ b, as it is at version v ≥ b, has all up to v. For what
 * changed between b and v is among it, and what did not is as it was.
 */

/** A place in a vector, and the number there. */
export type Cell = readonly [place: number, value: number];

export class VersionedVector {
  readonly #values: number[] = [];
  readonly #changedAt: number[] = [];
  #latest = 0;

  /** At which version something changed last; 0 if nothing ever did. */
  get latest(): number {
    return this.#latest;
  }

  /** The number in a place; 0 if none was ever set. */
  at(place: number): number {
    return this.#values[place] ?? 0;
  }

  /** Sets a number; versions never go back. */
  set(place: number, value: number, version: number): void {
    if (this.at(place) === value) return;
    put(this.#values, place, value);
    put(this.#changedAt, place, version);
    this.#latest = version;
  }

  /** What has changed after a version. */
  since(version: number): readonly Cell[] {
    if (this.#latest <= version) return [];
    const cells: Cell[] = [];
    for (const [place, changedAt] of this.#changedAt.entries()) {
      if (changedAt > version) cells.push([place, this.at(place)]);
    }
    return cells;
  }
}

/** Sets a number in a vector. */
export function put(vector: number[], place: number, value: number): void {
  // No holes: V8 makes a dictionary of an array that has them.
  while (vector.length <= place) vector.push(0);
  vector[place] = value;
}
