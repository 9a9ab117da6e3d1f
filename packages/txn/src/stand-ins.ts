/**
 * Whom a node asks to stand in for neighbours that are silent.
 *
 * A neighbour that does not answer in time may be slow, or cut off from this node alone, and with it all that are behind it. So a random other
 * node is asked to exchange changes for a while, and it asks the silent ones in turn: they may only be reading, with nothing
 * to say of which they could miss the answer, and would not learn that they are cut off (epidemic repair: Demers et al.
 * 1987).
 *
 * Invariant: as long as a neighbour is silent and there is anybody to ask, somebody is asked once in every `patience`, and nobody
 * otherwise.
 */

export interface Question {
  readonly dest: string;
  /** The places of the nodes for which the other one is to stand in; missing if this node does so itself. */
  readonly silent?: readonly number[];
}

export interface StandInOptions {
  /** All nodes, in the same order on every one. */
  readonly nodeIds: readonly string[];
  readonly neighbours: ReadonlySet<string>;
  /** All other nodes but the node itself. */
  readonly strangers: ReadonlySet<string>;
  /** The neighbours of any node. */
  readonly nextTo: (id: string) => readonly string[];
  /** In milliseconds. */
  readonly patience: number;
  /** Draws uniformly from [0, 1). */
  readonly random: () => number;
}

export class StandIns {
  readonly #options: StandInOptions;
  /** Strangers whose neighbours have asked this node to stand in for them. */
  readonly #wanted = new Set<string>();
  #askAt = Number.POSITIVE_INFINITY;

  constructor(options: StandInOptions) {
    this.#options = options;
  }

  /**
   * When the next question is due; Infinity if none is.
   * @param silentAt when the first neighbour will be silent, or was
   */
  askAt(silentAt: number): number {
    const { strangers, neighbours } = this.#options;
    if (strangers.size === 0 && neighbours.size < 2) return Number.POSITIVE_INFINITY;
    return this.#askAt === Number.POSITIVE_INFINITY ? silentAt : this.#askAt;
  }

  /** Takes note that another node has asked for these, by their places. A neighbour of this node is in an exchange anyhow. */
  want(places: readonly number[]): void {
    for (const place of places) {
      const id = this.#options.nodeIds[place];
      if (id !== undefined && this.#options.strangers.has(id)) this.#wanted.add(id);
    }
  }

  /** Whom to ask now. */
  questions(silent: ReadonlySet<string>, now: number): readonly Question[] {
    const questions = new Map(Array.from(this.#wanted, (dest): [string, Question] => [dest, { dest }]));
    this.#wanted.clear();
    const { patience, nodeIds, strangers, nextTo } = this.#options;
    if (silent.size === 0) this.#askAt = Number.POSITIVE_INFINITY;
    else if (this.#askAt <= now || this.#askAt === Number.POSITIVE_INFINITY) {
      this.#askAt = now + patience;
      for (const dest of Array.from(silent).flatMap(nextTo)) {
        if (strangers.has(dest)) questions.set(dest, { dest });
      }
      const dest = this.#draw(silent);
      const places = Array.from(silent, (id) => nodeIds.indexOf(id));
      if (dest !== undefined) questions.set(dest, { dest, silent: places });
    }
    return [...questions.values()];
  }

  #draw(silent: ReadonlySet<string>): string | undefined {
    const { strangers, neighbours, random } = this.#options;
    // The root of a small tree has no strangers, but neighbours that may reach the silent one.
    const candidates = strangers.size > 0 ? [...strangers] : [...neighbours].filter((id) => !silent.has(id));
    return candidates[Math.floor(random() * candidates.length)];
  }
}
