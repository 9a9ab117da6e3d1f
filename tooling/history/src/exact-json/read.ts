/** Text to JSON with exact numbers. */
import type { Json } from "@gossip-glomers/protocol";
import { Float } from "../datum.ts";
import { type ExactJson, exactInteger, setOwn } from "./exact-json.ts";

/**
 * Reads a JSON text without rounding its numbers. Of two entries with one key the last counts, as for `JSON.parse`.
 *
 * @throws {SyntaxError} the text is no JSON; the message is that of `JSON.parse`.
 */
export function readExactJson(text: string): ExactJson {
  const rounded: Json = JSON.parse(text);
  return isSuspect(text) ? new ExactReader(text).read() : rounded;
}

/**
 * Finds every number that `JSON.parse` may take for another, and some innocent ones: 16 digits, an exponent, a fraction of
 * zeros, −0. What stands before the number keeps a UUID like `03e1-…` from passing for one with an exponent.
 */
const SUSPECT = /(?:^|[[:,\s])(?:-0|-?(?:\d{16}|\d+(?:\.\d+)?[eE]|\d+\.0+(?!\d)))/;

/**
 * Whether a text must be read number by number. Most need not, and are to pay little for the question: on a list of
 * small integers SUSPECT takes twice the time of `JSON.parse`, and the simple patterns that go before it a third.
 */
function isSuspect(text: string): boolean {
  return (/\d{16}/.test(text) || /\d[.eE]/.test(text) || /-0/.test(text)) && SUSPECT.test(text);
}

/** Reads a text of which `JSON.parse` has said that it is JSON; so it never meets anything that it does not expect. */
class ExactReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): ExactJson {
    switch (this.#peek()) {
      case "{":
        return this.#record();
      case "[":
        return this.#list();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #record(): ExactJson {
    const record: { [key: string]: ExactJson } = {};
    this.#at += 1;
    while (this.#peek() !== "}") {
      this.#skip(",");
      this.#peek();
      const key = this.#string();
      this.#skip(":");
      setOwn(record, key, this.read());
    }
    this.#at += 1;
    return record;
  }

  #list(): ExactJson {
    const list: ExactJson[] = [];
    this.#at += 1;
    while (this.#peek() !== "]") {
      this.#skip(",");
      list.push(this.read());
    }
    this.#at += 1;
    return list;
  }

  #string(): string {
    const start = this.#at;
    let hasEscape = false;
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += 1) {
      if (this.#text[this.#at] !== "\\") continue;
      hasEscape = true;
      this.#at += 1;
    }
    this.#at += 1;
    return hasEscape
      ? JSON.parse(this.#text.slice(start, this.#at))
      : this.#text.slice(start + 1, this.#at - 1);
  }

  #word<Value>(word: string, value: Value): Value {
    this.#at += word.length;
    return value;
  }

  #number(): ExactJson {
    const start = this.#at;
    while (isOfNumber(this.#text[this.#at])) this.#at += 1;
    return exactNumber(this.#text.slice(start, this.#at));
  }

  /** Goes to what is neither a blank nor the end, and returns it. */
  #peek(): string | undefined {
    while (isBlank(this.#text[this.#at])) this.#at += 1;
    return this.#text[this.#at];
  }

  /** Passes over `mark` if it comes next. */
  #skip(mark: string): void {
    if (this.#peek() === mark) this.#at += 1;
  }
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

function isOfNumber(character: string | undefined): boolean {
  return character !== undefined && "0123456789+-.eE".includes(character);
}

function exactNumber(text: string): number | bigint | Float {
  const value = Number(text);
  if (!/[.eE]/.test(text)) return exactInteger(value, text);
  // From 10^21 on JavaScript itself writes an exponent, so that a bare number is a double beyond doubt.
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? new Float(value) : value;
}
