/**
 * Whether a replica has all that was known before it was born: what its node acknowledged in an earlier life, and lost in a crash.
 *
 * It has when each neighbour has sent a whole state in which there is what all those behind that neighbour know. So
 * each replica says whether it is still young to the receiver: whether it waits itself for a neighbour other than that. The
 * first that are not are the leaves of the tree, then those above them, to where the ways meet, and back (a convergecast).
 *
 * Why not believe any state: of n0 – n1 – n5, n1 and n5 are started again together, on one machine perhaps. The first
 * word of either is that it knows nothing. Were that taken for all that there is, n5 would show null for what it had
 * acknowledged, and what it wrote then would be older by its timestamp than what it had written before, and be lost.
 */
import type { Exchange } from "./exchange.ts";

export class Settling {
  /** Of how many neighbours this node lacks what those behind them know. */
  #missing: number;

  constructor(neighbours: number) {
    this.#missing = neighbours;
  }

  get isOver(): boolean {
    return this.#missing === 0;
  }

  /** Whether what this node says to another one is not yet all that is known on its side of the link. */
  isYoungTo({ isNeighbour, isSettled }: Exchange): boolean {
    return isNeighbour && this.#missing > (isSettled ? 0 : 1);
  }

  /**
   * Notes that a whole state has been merged.
   * @returns the neighbours that wait for what came in it, and are to be told even if it is nothing
   */
  note(exchange: Exchange, exchanges: Iterable<Exchange>): readonly Exchange[] {
    const { isNeighbour, isSettled, settledBy, inbox } = exchange;
    if (!isNeighbour || isSettled || settledBy === undefined || inbox.heard < settledBy) return [];
    exchange.isSettled = true;
    this.#missing -= 1;
    return [...exchanges].filter(
      (other) => other !== exchange && other.isNeighbour && !this.isYoungTo(other),
    );
  }
}
