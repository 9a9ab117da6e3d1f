/**
 * Whose transactions: those of one life of one node. Who crashes and starts again under its old name has forgotten how far
 * it had counted. Its new transactions must not pass for old ones, so each life draws a number and counts from 1 again.
 *
 * A life's number need not be in every version and every entry of a vector, which it would make half as long again: see
 * `wire.ts`. What a dead life wrote is data like any other, and so its entry in the vectors stays for ever.
 */

/** There are as many numbers of lives; two lives of one node draw the same with a probability of one in a thousand million. */
const lives = 2 ** 30 - 1;

export interface Origin {
  /** The node, as its place in the list of all nodes. */
  readonly place: number;
  /** Which of its lives. */
  readonly life: number;
  /** Where it has its entry in the version vectors of this node; on others it may be elsewhere. */
  readonly slot: number;
}

/** Draws the number of a life, from 1 on. */
export function drawLife(random: () => number): number {
  return 1 + Math.floor(random() * lives);
}

/** A total order, the same on all nodes. */
export function isAfter(a: Origin, b: Origin): boolean {
  return a.place === b.place ? a.life > b.life : a.place > b.place;
}

/** All origins that a node has ever heard of. Each is one object, so `===` tells them apart. */
export class Origins {
  /** How many nodes there are. */
  readonly nodes: number;
  /** By slot. The first life that is heard of takes its node's place, later ones come behind all nodes. */
  readonly #all: (Origin | undefined)[];
  /** The second and later lives, by place: of nodes that never crashed there is nothing here. */
  readonly #later = new Map<number, Origin[]>();

  constructor(nodes: number) {
    this.#all = Array.from({ length: nodes }, () => undefined);
    this.nodes = nodes;
  }

  /** The origin that is that life of the node with that place. */
  of(place: number, life: number): Origin {
    const first = this.#all[place];
    if (first === undefined) return this.#add({ place, life, slot: place });
    const present =
      first.life === life ? first : this.#later.get(place)?.find((other) => other.life === life);
    if (present !== undefined) return present;
    const added = this.#add({ place, life, slot: this.#all.length });
    this.#later.set(place, [...(this.#later.get(place) ?? []), added]);
    return added;
  }

  /** The origin with that slot, if it has been heard of. */
  at(slot: number): Origin | undefined {
    return this.#all[slot];
  }

  /** All lives of a node that have been heard of. */
  livesOf(place: number): readonly Origin[] {
    const first = this.#all[place];
    return first === undefined ? [] : [first, ...(this.#later.get(place) ?? [])];
  }

  /** The life of a node, if exactly one has been heard of. */
  onlyLifeOf(place: number): Origin | undefined {
    return this.#later.has(place) ? undefined : this.#all[place];
  }

  #add(origin: Origin): Origin {
    this.#all[origin.slot] = origin;
    return origin;
  }
}
