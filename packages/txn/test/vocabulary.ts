/**
 * What keys and values look like to the nodes. Checkers want numbers: registers 0, 1, … and values 1, 2, …, each written once. A
 * vocabulary translates, so that a node can be given what clients may send: any JSON, as deep as a request may be, and long.
 */
import { type ExactJson, printExactJson } from "@gossip-glomers/history";
import type { Json } from "@gossip-glomers/protocol";

export interface VocabularyOptions {
  readonly awkwardKeys: boolean;
  readonly awkwardValues: boolean;
  /** How many characters the long ones among awkward values have. */
  readonly longText: number;
  /** Every so manieth of awkward values is long. */
  readonly longEvery: number;
}

export const plainWords: VocabularyOptions = {
  awkwardKeys: false,
  awkwardValues: false,
  longText: 0,
  longEvery: 1,
};

/** What a reply shows that nobody has sent: no check knows it, so all of them complain. */
export const unknownWord = -1;

/** The deepest that a value may be nested: a request may have 500 levels, three of which are its body, its steps and a step. */
const deepestValue = 497;

/** No two of them are the same JSON. */
const awkwardKeys: readonly Json[] = [
  "",
  "__proto__",
  -0,
  2 ** 53,
  1e300,
  " ",
  "a/b",
  "constructor",
  "0",
  null,
  "null",
  true,
  [],
  {},
  "\u0000",
  "\ud800",
  "🔑 ключ",
  "é",
  "e\u0301",
  5e-324,
  -1e300,
  2 ** 53 + 2,
  [[], [0], "[0]"],
  readJson('{"__proto__":{"":0}}'),
  { b: 1, a: { "": [] } },
  nested(deepestValue, (inner) => [inner], "key"),
  "k".repeat(10_000),
];

export class Vocabulary {
  readonly #options: VocabularyOptions;
  readonly #keys = new Map<string, number>();
  readonly #values = new Map<number, Json>();
  readonly #filler: string;

  constructor(options: VocabularyOptions, keys: number) {
    this.#options = options;
    this.#filler = "\n".repeat(8) + "x".repeat(Math.max(0, options.longText - 8));
    for (let index = 0; index < keys; index += 1) this.#keys.set(printExactJson(this.key(index)), index);
  }

  key(index: number): Json {
    if (!this.#options.awkwardKeys) return index;
    const key = awkwardKeys[index];
    return key === undefined ? ["é /", index] : key;
  }

  /** Which register a key names. */
  keyIndex(key: ExactJson): number {
    return this.#keys.get(printExactJson(key)) ?? unknownWord;
  }

  value(index: number): Json {
    const { awkwardValues, longEvery } = this.#options;
    if (!awkwardValues) return index;
    // The same object for the same value, or each comparison would go through a megabyte.
    const made = this.#values.get(index);
    if (made !== undefined) return made;
    const value = index % longEvery === 0 ? `${index} ${this.#filler}` : awkwardValue(index);
    this.#values.set(index, value);
    return value;
  }

  /** Which value it is, exactly as it was written; null of a register that nobody wrote. */
  valueIndex(value: ExactJson): number | null {
    if (value === null) return null;
    const index = markOf(value);
    if (index === undefined) return unknownWord;
    const written = this.value(index);
    const isSame =
      value === written || (typeof value === "object" && printExactJson(value) === printExactJson(written));
    return isSame ? index : unknownWord;
  }
}

/** Every one has its number somewhere, first of all strings and numbers in it. */
function awkwardValue(index: number): Json {
  // Each read of such a value takes a tenth of a millisecond, and a run reads some hundred thousand values.
  if (index % 40 === 1) return nested(deepestValue, (inner) => [inner], index);
  if (index % 40 === 21) return nested(deepestValue, (inner) => ({ "": inner }), index);
  switch (index % 5) {
    case 0:
      return [index, -0, 1e300, 2 ** 53, 5e-324, -1.7976931348623157e308];
    case 1:
      return readJson(`{"__proto__":${index},"constructor":null}`);
    case 2:
      return `${index} \u0000\ud800 "\\ é ключ 🔑`;
    case 3:
      return [index, null, [], {}, "", false, "null"];
    default:
      return index;
  }
}

function nested(levels: number, wrap: (inner: Json) => Json, heart: Json): Json {
  let value = heart;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

/** The number by which a value is known, whatever is wrapped round it. */
function markOf(value: ExactJson): number | undefined {
  let inner: unknown = value;
  while (typeof inner === "object" && inner !== null) inner = Object.values(inner)[0];
  const mark = typeof inner === "string" ? Number.parseInt(inner, 10) : inner;
  return typeof mark === "number" && Number.isSafeInteger(mark) ? mark : undefined;
}

/** Unlike in a literal, `__proto__` is a field like any other. */
function readJson(text: string): Json {
  return JSON.parse(text);
}
