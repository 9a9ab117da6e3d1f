/**
 * The configurations that the search has been in: which calls are placed, and the state after them.
 *
 * To be in one of them again is to search the same subtree again: this memory is what Lowe (2017) adds to Wing and
 * Gong, and what makes the search fast. It compares exactly, not by hash alone: with a false hit the search would
 * skip a subtree that it never saw, and call a linearizable history broken.
 *
 * A call of unknown outcome need never be placed. So of two configurations that differ in such calls alone, the one
 * that has placed fewer can go on in every way in which the other can, and the other need not be searched. Without that, a
 * crashed client's write that nobody ever saw would double what must be searched of all that comes later.
 *
 * A set of n calls has n bits, and n sets of a long history n² of them. But required calls are numbered by
 * completion and all but a few of the placed ones are the first ones, so only the words after those are kept.
 */

/** Which calls are placed: `optional` ones, numbered from 0, and then `required` ones, numbered by completion. */
export class Placement {
  readonly optional: number;
  readonly words: Int32Array;
  /** How many required calls are placed. */
  placed = 0;
  /** How many of the first required calls are placed without a gap. */
  prefix = 0;
  /** Of all placed calls. */
  hash = 0;
  /** Of the required ones among them. */
  requiredHash = 0;
  /** Number of the bit of the first required call; a whole number of words. */
  readonly #base: number;

  constructor(optional: number, required: number) {
    this.optional = optional;
    this.#base = Math.ceil(optional / 32) * 32;
    this.words = new Int32Array(Math.ceil((this.#base + required) / 32) + 1);
  }

  /** How many of the words are of optional calls. */
  get optionalWords(): number {
    return this.#base >> 5;
  }

  has(call: number): boolean {
    const bit = this.#bit(call);
    return (((this.words[bit >> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
  }

  /** Adds a call that is not placed. */
  add(call: number): void {
    this.#flip(call);
    if (call < this.optional) return;
    this.placed++;
    while (this.prefix < this.placed && this.has(this.optional + this.prefix)) this.prefix++;
  }

  /** Removes a call that is placed. */
  remove(call: number): void {
    this.#flip(call);
    if (call < this.optional) return;
    this.placed--;
    this.prefix = Math.min(this.prefix, call - this.optional);
  }

  /** Writes the words that tell this placement from others with the same prefix; returns how many. */
  copyTo(target: Int32Array, at: number): number {
    let length = 0;
    for (; length < this.optionalWords; length++) target[at + length] = this.words[length] ?? 0;
    let beyond = this.placed - this.prefix;
    for (let word = (this.#base + this.prefix) >> 5, first = true; beyond > 0; word++, first = false) {
      let bits = this.words[word] ?? 0;
      // Bits below the prefix are known to be set.
      if (first) bits &= -1 << (this.prefix & 31);
      target[at + length++] = bits;
      beyond -= popCount(bits);
    }
    return length;
  }

  /** The most words that `copyTo` writes. */
  get capacity(): number {
    return this.words.length;
  }

  #flip(call: number): void {
    const bit = this.#bit(call);
    this.words[bit >> 5] = (this.words[bit >> 5] ?? 0) ^ (1 << (bit & 31));
    this.hash ^= scatter(call + 1);
    if (call >= this.optional) this.requiredHash ^= scatter(call + 1);
  }

  #bit(call: number): number {
    return call < this.optional ? call : call - this.optional + this.#base;
  }
}

/** Where an entry of the cache keeps what; the words of the placement follow. */
const HASH = 0;
const REQUIRED_HASH = 1;
const STATE = 2;
const PARENT = 3;
const CALL = 4;
const PREFIX = 5;
const LENGTH = 6;
/** The next entry that differs from this one in optional calls alone. */
const NEXT = 7;
/** Of the first of such entries: how many are linked. */
const LINKED = 8;
const HEADER = 9;

/** The entry before the first. */
export const ROOT = 0;

/**
 * So many entries that differ in optional calls alone are looked through for one that has fewer. The first ones have the
 * fewest, as the search places optional calls last.
 */
const MOST_LINKED = 16;

/** A set of configurations, each with the one it was reached from. */
export class ConfigurationCache {
  size = 0;
  /** Entries one after another; an entry is known by where it begins. Those before HEADER are the root's. */
  #arena = new Int32Array(1 << 12);
  #end = HEADER;
  /** Every entry: open addressing by hash; 0 is an empty place. */
  #table = new Int32Array(1 << 8);
  /** The first of those that differ in optional calls alone, likewise. */
  #firsts = new Int32Array(1 << 8);
  #optionalWords = 0;

  /**
   * Adds a configuration, unless it is known or one is that has placed fewer optional calls.
   *
   * @returns the new entry, or null
   */
  add(placement: Placement, state: number, parent: number, call: number): number | null {
    this.#optionalWords = placement.optionalWords;
    this.#reserve(HEADER + placement.capacity);
    const entry = this.#end;
    const arena = this.#arena;
    arena[entry + HASH] = placement.hash ^ scatter(-1 - state);
    arena[entry + REQUIRED_HASH] = placement.requiredHash ^ scatter(-1 - state);
    arena[entry + STATE] = state;
    arena[entry + PARENT] = parent;
    arena[entry + CALL] = call;
    arena[entry + PREFIX] = placement.prefix;
    arena[entry + NEXT] = 0;
    arena[entry + LINKED] = 0;
    const length = placement.copyTo(arena, entry + HEADER);
    arena[entry + LENGTH] = length;

    const place = this.#placeOf(entry);
    if ((this.#table[place] ?? 0) !== 0) return null;
    const firstPlace = this.#firstPlaceOf(entry);
    const first = this.#firsts[firstPlace] ?? 0;
    for (let other = first; other !== 0; other = arena[other + NEXT] ?? 0)
      if (this.#hasNoMore(other, entry)) return null;
    this.#table[place] = entry;
    if (first === 0) {
      this.#firsts[firstPlace] = entry;
      arena[entry + LINKED] = 1;
    } else if ((arena[first + LINKED] ?? 0) < MOST_LINKED) {
      arena[first + LINKED] = (arena[first + LINKED] ?? 0) + 1;
      arena[entry + NEXT] = arena[first + NEXT] ?? 0;
      arena[first + NEXT] = entry;
    }
    this.#end = entry + HEADER + length;
    this.size++;
    if (this.size * 2 > this.#table.length) this.#rehash();
    return entry;
  }

  /** The calls from the root to an entry, in the order in which they were placed. */
  path(entry: number): number[] {
    const calls: number[] = [];
    for (let at = entry; at !== ROOT; at = this.#arena[at + PARENT] ?? ROOT)
      calls.push(this.#arena[at + CALL] ?? 0);
    return calls.reverse();
  }

  /** Where an equal entry is, or the empty place where this one belongs. */
  #placeOf(entry: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    for (let place = (this.#arena[entry + HASH] ?? 0) & mask; ; place = (place + 1) & mask) {
      const other = table[place] ?? 0;
      if (other === 0 || this.#same(entry, other, 0)) return place;
    }
  }

  /** The same in the table of firsts, for entries that are equal but for optional calls. */
  #firstPlaceOf(entry: number): number {
    const firsts = this.#firsts;
    const mask = firsts.length - 1;
    for (let place = (this.#arena[entry + REQUIRED_HASH] ?? 0) & mask; ; place = (place + 1) & mask) {
      const other = firsts[place] ?? 0;
      if (other === 0 || this.#same(entry, other, this.#optionalWords)) return place;
    }
  }

  /** Whether two entries have the same state and the same words from one on. */
  #same(a: number, b: number, from: number): boolean {
    const arena = this.#arena;
    if (arena[a + REQUIRED_HASH] !== arena[b + REQUIRED_HASH] || arena[a + STATE] !== arena[b + STATE])
      return false;
    if (arena[a + PREFIX] !== arena[b + PREFIX] || arena[a + LENGTH] !== arena[b + LENGTH]) return false;
    const length = arena[a + LENGTH] ?? 0;
    for (let word = HEADER + from; word < HEADER + length; word++)
      if (arena[a + word] !== arena[b + word]) return false;
    return true;
  }

  /** Whether every optional call of one entry is one of the other. */
  #hasNoMore(fewer: number, more: number): boolean {
    const arena = this.#arena;
    for (let word = HEADER; word < HEADER + this.#optionalWords; word++)
      if (((arena[fewer + word] ?? 0) & ~(arena[more + word] ?? 0)) !== 0) return false;
    return true;
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#arena.length) return;
    const larger = new Int32Array(2 * (this.#end + length));
    larger.set(this.#arena);
    this.#arena = larger;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 4);
    this.#firsts = new Int32Array(this.#table.length);
    for (let entry = HEADER; entry < this.#end; entry += HEADER + (this.#arena[entry + LENGTH] ?? 0)) {
      this.#table[this.#placeOf(entry)] = entry;
      if ((this.#arena[entry + LINKED] ?? 0) > 0) this.#firsts[this.#firstPlaceOf(entry)] = entry;
    }
  }
}

/** The finalizer of MurmurHash3 (32 bits): spreads consecutive numbers over all bits. */
function scatter(number: number): number {
  let h = number;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function popCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
