/**
 * How much fits into one message between nodes. Whoever has been cut off for long gets what it missed in batches; and what counts
 * is not only how many values those have, but how long they are: 300 values of a megabyte would make a line that no node reads,
 * sent again for ever.
 */
import type { Json } from "./message.ts";

/** About so many characters of values fill a message: a sixteenth of the longest line that a node reads. */
const longestText = 2 ** 24;

export class BatchRoom {
  #values: number;
  #text: number = longestText;
  #isEmpty = true;

  /** @param values - how many values may be in the message, a positive integer */
  constructor(values: number) {
    this.#values = values;
  }

  /** How many values more there can be at the most. */
  get values(): number {
    return this.#values;
  }

  /**
   * Whether there is room for a value and its key. If so, it is used up. The first value always fits, however long it is, or it
   * could never be sent.
   */
  take(value: Json, key = ""): boolean {
    if (this.#values === 0) return false;
    const text = key.length + textSize(value);
    if (text > this.#text && !this.#isEmpty) return false;
    this.#isEmpty = false;
    this.#values -= 1;
    this.#text -= text;
    return true;
  }
}

/** About how many characters a value takes as JSON. */
function textSize(value: Json): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  let size = 2;
  if (Array.isArray(value)) for (const item of value) size += 1 + textSize(item);
  else for (const [name, item] of Object.entries(value)) size += name.length + 4 + textSize(item);
  return size;
}
