/**
 * Sets of integers as sorted, disjoint, non-adjacent closed ranges.
 *
 * Each indeterminate add either counted or not, so n of them allow up to 2^n totals. But deltas are small
 * integers, so those totals soon fill whole ranges: of a thousand adds of 1 to 4, one range is left.
 */

/** All integers from `lowest` to `highest`, both included. */
export interface IntegerRange {
  readonly lowest: number;
  readonly highest: number;
}

/** The set A ∪ (A + delta). Invariant: sorted, and between two neighbours at least one integer is missing. */
export function withOptional(ranges: readonly IntegerRange[], delta: number): readonly IntegerRange[] {
  if (delta === 0) return ranges;
  const shifted = ranges.map(({ lowest, highest }) => ({ lowest: lowest + delta, highest: highest + delta }));
  return union(ranges, shifted);
}

/** Whether one of the ranges holds the value. */
export function includes(ranges: readonly IntegerRange[], value: number | bigint): boolean {
  return ranges.some(({ lowest, highest }) => lowest <= value && value <= highest);
}

/** Merges two sorted lists of ranges in one pass. */
function union(a: readonly IntegerRange[], b: readonly IntegerRange[]): IntegerRange[] {
  const merged: IntegerRange[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const left = a[i];
    const right = b[j];
    const next = left !== undefined && (right === undefined || left.lowest <= right.lowest) ? left : right;
    if (next === undefined) return merged;
    if (next === left) i++;
    else j++;
    const last = merged.at(-1);
    if (last === undefined || next.lowest > last.highest + 1) merged.push(next);
    else if (next.highest > last.highest)
      merged[merged.length - 1] = { lowest: last.lowest, highest: next.highest };
  }
}
