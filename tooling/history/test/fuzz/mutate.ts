/** Damaging bytes and texts at random, from a seed: what a cut connection, a full disk or somebody's malice would do. */

/** Steele, Lea and Flood's SplitMix, 32 bits of it: the same seed gives the same damage on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to `below` − 1. */
  roll(below: number): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.roll(items.length)];
    if (item === undefined) throw new Error("There is nothing to pick from");
    return item;
  }
}

/**
 * One of the inputs, with one to four pieces of damage.
 *
 * @param spices - what is put in beside parts of the inputs themselves
 */
export function mutated(
  inputs: readonly Uint8Array[],
  spices: readonly Uint8Array[],
  dice: Dice,
): Uint8Array {
  let bytes = dice.pick(inputs);
  for (let times = 1 + dice.roll(4); times > 0; times--) bytes = damaged(bytes, inputs, spices, dice);
  return bytes;
}

function damaged(
  bytes: Uint8Array,
  inputs: readonly Uint8Array[],
  spices: readonly Uint8Array[],
  dice: Dice,
): Uint8Array {
  const at = dice.roll(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + dice.roll(16));
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (dice.roll(8)) {
    case 0:
      return joined(before, Uint8Array.of(dice.roll(256)), bytes.subarray(at + 1));
    case 1:
      return joined(before, flipped(bytes.subarray(at, at + 1), dice), bytes.subarray(at + 1));
    case 2:
      return before;
    case 3:
      return joined(before, after);
    case 4:
      return joined(before, part, part, after);
    case 5:
      // Spliced: it goes on as another one does, so that what refers back finds other things there.
      return joined(before, dice.pick(inputs).subarray(at));
    case 6:
      return joined(before, dice.pick(spices), bytes.subarray(at));
    default:
      return joined(before, dice.pick(spices), after);
  }
}

function flipped(part: Uint8Array, dice: Dice): Uint8Array {
  return part.map((byte) => byte ^ (1 << dice.roll(8)));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
