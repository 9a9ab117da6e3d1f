/**
 * How one option's text becomes a value, or is refused.
 *
 * A refusal ends up in Maelstrom's sentence, `Failed to validate "--rate x": Must be …` (MAELSTROM.md 1.1), so every
 * text here begins with what the value must be. Text is read as a whole: `Number("5x")` is caught, but so is the
 * `parseInt("5x") === 5` that would silently run another test than the one that was asked for.
 */

/** Turns an option's text into a value. @throws {InvalidValue} if the text is none. */
export type Parse<T> = (text: string) => T;

/** Why a value is refused: `Must be …`. */
export class InvalidValue extends Error {
  override readonly name: string = "InvalidValue";
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** A finite decimal number for which `holds`; otherwise the value `must` be something else. */
export function numberThat(holds: (value: number) => boolean, must: string): Parse<number> {
  return (text) => {
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value) || !holds(value)) throw new InvalidValue(must);
    return value;
  };
}

/** An integer from `least` upwards, small enough to be counted exactly. */
export function integerFrom(least: number): Parse<number> {
  return numberThat(
    (value) => Number.isSafeInteger(value) && value >= least,
    least === 0 ? "Must be a non-negative integer" : "Must be a positive integer",
  );
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]): Parse<Word> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new InvalidValue(`Must be one of ${words.join(", ")}`);
    return word;
  };
}

/** A list, split on commas with optional blanks round them. Empty entries are refused. */
export function listOf<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (text) =>
    text
      .trim()
      .split(/\s*,\s*/)
      .map(parse);
}
