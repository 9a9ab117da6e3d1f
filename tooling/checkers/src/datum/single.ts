/** Fractions as Maelstrom reports them: Clojure's `(float (/ a b))`, which has 32 bits. */
import { type Datum, Float } from "@gossip-glomers/history";

/** `numerator / denominator` rounded to 32 bits. */
export function singleRatio(numerator: number, denominator: number): number {
  return Math.fround(numerator / denominator);
}

/**
 * A number of 32 bits as data that print as Java prints a `float`: by the fewest digits that tell it from every other
 * float. 377/185 is 2.0378378, not the 2.037837743759155 that the same bits are as a double.
 */
export function singleDatum(value: number): Datum {
  const single = Math.fround(value);
  let digits = 1;
  // Nine significant digits tell any two floats apart.
  while (digits < 9 && Math.fround(Number(single.toPrecision(digits))) !== single) digits++;
  const shortest = Number(single.toPrecision(digits));
  return Number.isInteger(shortest) ? new Float(shortest) : shortest;
}
