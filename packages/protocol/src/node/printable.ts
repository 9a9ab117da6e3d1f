/**
 * Whether a request can be passed on as it was read. A value that a client sent is kept and acknowledged, and answers to those who
 * read it and messages to other nodes have to be printed with it.
 *
 * `JSON.parse` reads tens of thousands of lists within each other, but `JSON.stringify` of Node 20 runs out of stack at a few
 * thousand. And it reads 1e400 as infinity, for which `JSON.stringify` prints null: another value, or, where it is a key,
 * another key.
 */

/** The deepest that a client's request may be nested: half of what JVM parsers read (Jackson). */
export const deepest = 500;

/**
 * The same for what nodes send each other. They wrap what clients have sent, and a message that is never taken in would be sent
 * again and again, and keep back all that comes after it.
 */
export const deepestBetweenNodes = 516;

/** Why a body cannot be passed on; null if it can. Lists and objects count as levels, the body itself included. */
export function unprintable(body: object, levels: number): string | null {
  switch (obstacle(body, levels)) {
    case "depth":
      return `must not be nested more than ${levels} levels deep`;
    case "number":
      return "must not have a number beyond 1.8e308";
    case null:
      return null;
  }
}

/** Recursion that ends at the limit, so that it takes no more stack than that; one for both, as each message is looked through. */
function obstacle(value: object, levels: number): "depth" | "number" | null {
  if (levels === 0) return "depth";
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of inner) {
    if (typeof item === "number" && !Number.isFinite(item)) return "number";
    if (typeof item !== "object" || item === null) continue;
    const found = obstacle(item, levels - 1);
    if (found !== null) return found;
  }
  return null;
}
