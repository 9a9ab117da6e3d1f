/**
 * A map that is never changed: setting a key gives a new map, and the old one stays what it was.
 *
 * seq-kv keeps its last 32 states and every update makes another. Copying a Map of 10 000 keys for each of 1000 writes a
 * second would be all that a run does; here a new state shares all but a path of some ten small arrays with the old one.
 * It is a hash trie with compressed nodes (Bagwell 2001, "Ideal Hash Trees").
 *
 * Invariant: the entry of a key lies on the path that the key's hash spells, five bits a level; a branch's n-th child
 * belongs to the n-th bit that is set in its bitmap. Keys whose whole hashes are equal share a leaf.
 */

interface Leaf<Value> {
  readonly kind: "leaf";
  readonly hash: number;
  /** One entry, or several whose hashes are the same. */
  readonly entries: readonly (readonly [key: string, value: Value])[];
}

interface Branch<Value> {
  readonly kind: "branch";
  readonly bitmap: number;
  readonly children: readonly TrieNode<Value>[];
}

type TrieNode<Value> = Leaf<Value> | Branch<Value>;

const BITS = 5;

/** A map from strings to values other than undefined. */
export class PersistentMap<Value extends NonNullable<unknown>> {
  readonly #root: TrieNode<Value> | null;

  private constructor(root: TrieNode<Value> | null) {
    this.#root = root;
  }

  static empty<Value extends NonNullable<unknown>>(): PersistentMap<Value> {
    return new PersistentMap<Value>(null);
  }

  get(key: string): Value | undefined {
    const hash = fnv1a32(key);
    let node = this.#root;
    for (let shift = 0; node !== null && node.kind === "branch"; shift += BITS) {
      const bit = bitOf(hash, shift);
      node = (node.bitmap & bit) === 0 ? null : (node.children[indexOf(node.bitmap, bit)] ?? null);
    }
    return node?.entries.find(([name]) => name === key)?.[1];
  }

  /** The map in which `key` has `value`. */
  set(key: string, value: Value): PersistentMap<Value> {
    const leaf: Leaf<Value> = { kind: "leaf", hash: fnv1a32(key), entries: [[key, value]] };
    return new PersistentMap(this.#root === null ? leaf : insert(this.#root, leaf, 0));
  }

  *entries(): Iterable<readonly [string, Value]> {
    if (this.#root !== null) yield* entriesOf(this.#root);
  }
}

function insert<Value>(node: TrieNode<Value>, leaf: Leaf<Value>, shift: number): TrieNode<Value> {
  if (node.kind === "leaf") return node.hash === leaf.hash ? merged(node, leaf) : fork(node, leaf, shift);
  const bit = bitOf(leaf.hash, shift);
  const index = indexOf(node.bitmap, bit);
  const child = (node.bitmap & bit) === 0 ? undefined : node.children[index];
  if (child === undefined) {
    return { kind: "branch", bitmap: node.bitmap | bit, children: node.children.toSpliced(index, 0, leaf) };
  }
  return { ...node, children: node.children.with(index, insert(child, leaf, shift + BITS)) };
}

/** Two leaves of one hash as one, in which the newer entry replaces an older one of its key. */
function merged<Value>(node: Leaf<Value>, newer: Leaf<Value>): Leaf<Value> {
  const others = node.entries.filter(([key]) => key !== newer.entries[0]?.[0]);
  return { ...newer, entries: [...others, ...newer.entries] };
}

/** Two leaves of different hashes under as many branches as it takes to tell them apart. */
function fork<Value>(a: Leaf<Value>, b: Leaf<Value>, shift: number): Branch<Value> {
  const [bitA, bitB] = [bitOf(a.hash, shift), bitOf(b.hash, shift)];
  if (bitA === bitB) return { kind: "branch", bitmap: bitA, children: [fork(a, b, shift + BITS)] };
  // Compared unsigned: the highest bit makes a number negative.
  return { kind: "branch", bitmap: bitA | bitB, children: bitA >>> 0 < bitB >>> 0 ? [a, b] : [b, a] };
}

function* entriesOf<Value>(node: TrieNode<Value>): Iterable<readonly [string, Value]> {
  if (node.kind === "leaf") yield* node.entries;
  else for (const child of node.children) yield* entriesOf(child);
}

function bitOf(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & 31);
}

/** How many of the bits below `bit` are set: where its child is. */
function indexOf(bitmap: number, bit: number): number {
  return populationCount(bitmap & (bit - 1));
}

/** The number of bits that are set (Warren 2012, "Hacker's Delight", section 5-1). */
function populationCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The 32-bit hash of Fowler, Noll and Vo, over UTF-16 code units. */
function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
