/**
 * How deeply a message is nested. `JSON.parse` reads tens of thousands of lists within each other, but `JSON.stringify` of Node 20
 * runs out of stack at a few thousand. So a value that a client sent would be kept and acknowledged, and then no message that
 * has it could be sent: neither the answer to who reads it nor what other nodes are to be told.
 */

/** The deepest of which nodes take notice: half of what JVM parsers read (Jackson), as a node wraps what it passes on. */
export const deepest = 500;

/** Whether lists and objects lie more than `deepest` deep in each other, the value itself included. */
export function isTooDeep(value: unknown): boolean {
  return isDeeperThan(value, deepest);
}

/** Recursion that ends at the limit, so that it takes no more stack than that. */
function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of inner) {
    if (typeof item === "object" && isDeeperThan(item, levels - 1)) return true;
  }
  return false;
}
