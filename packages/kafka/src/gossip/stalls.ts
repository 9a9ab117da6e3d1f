/**
 * Since when a neighbour has not come nearer to what it is waited for.
 *
 * Each stream by itself. Of three nodes of which two are cut off from each other, each of these two goes on with what the third
 * writes, and with what it writes itself; were any progress enough, nobody would notice that it never gets what the other writes.
 */

export class Stalls {
  /** What was last seen of each stream: a number that changes when the neighbour comes nearer. */
  readonly #seen: (number | undefined)[] = [];
  readonly #since: number[] = [];
  #oldest: number | undefined;
  #steps = 0;

  /** Since when that has stood still which has for longest, as of the last review; undefined if nothing is waited for. */
  get oldest(): number | undefined {
    return this.#oldest;
  }

  /** How often the neighbour has come nearer, in whatever. */
  get steps(): number {
    return this.#steps;
  }

  /** Notes that it has come nearer. */
  advance(): void {
    this.#steps += 1;
  }

  /** Begins a review of all streams. */
  begin(): void {
    this.#oldest = undefined;
  }

  /** Notes that a stream is waited for, and how far the neighbour has come. */
  waitsFor(stream: number, progress: number, now: number): void {
    while (this.#seen.length <= stream) {
      this.#seen.push(undefined);
      this.#since.push(now);
    }
    if (this.#seen[stream] !== progress) this.#since[stream] = now;
    this.#seen[stream] = progress;
    const since = this.#since[stream] ?? now;
    this.#oldest = Math.min(this.#oldest ?? since, since);
  }

  /** Notes that nothing is waited for of a stream: should something be, it has stood still only since then. */
  isDone(stream: number): void {
    if (stream < this.#seen.length) this.#seen[stream] = undefined;
  }

  /** Forgets since when: all has come nearer. */
  restart(): void {
    this.#seen.fill(undefined);
    this.#oldest = undefined;
  }
}
