/**
 * Clojure's natural order (`compare`): which of two ids is the lower one, as Maelstrom sees it.
 */
import { type Datum, Float, isVector, Keyword } from "@gossip-glomers/history";

/**
 * Negative, zero or positive as `left` comes before, with or after `right`; null where Clojure throws a
 * ClassCastException, as between a string and a number, or between two maps.
 *
 * Null comes before everything. Strings are compared by UTF-16 units, as in Java: "n10" is before "n9". Vectors are
 * compared by length first: [9] is before [0 0].
 */
export function compareData(left: Datum, right: Datum): number | null {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  const leftNumber = numeric(left);
  const rightNumber = numeric(right);
  if (leftNumber !== null && rightNumber !== null) return order(leftNumber, rightNumber);
  if (typeof left === "string" && typeof right === "string") return order(left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return Number(left) - Number(right);
  if (left instanceof Keyword && right instanceof Keyword) return order(left.name, right.name);
  if (isVector(left) && isVector(right)) return compareVectors(left, right);
  return null;
}

function compareVectors(left: readonly Datum[], right: readonly Datum[]): number | null {
  if (left.length !== right.length) return left.length - right.length;
  for (const [position, item] of left.entries()) {
    const result = compareData(item, right[position] ?? null);
    if (result !== 0) return result;
  }
  return 0;
}

function numeric(datum: Datum): number | bigint | null {
  if (typeof datum === "number" || typeof datum === "bigint") return datum;
  return datum instanceof Float ? datum.value : null;
}

/** JavaScript compares a number with a bigint exactly, without rounding either. */
function order<T extends number | bigint | string>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
