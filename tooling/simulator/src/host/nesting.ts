/**
 * How deeply a line of JSON is nested. `JSON.parse` reads a hundred thousand lists within each other, but whoever walks
 * through the value afterwards runs out of stack; so one line of a node would end the whole test.
 */

/**
 * The deepest that Jackson goes, the JSON parser of most JVM programs, since its version 2.15. Whatever limit Maelstrom's
 * copy of it has, no challenge asks for ten levels.
 */
export const DEEPEST = 1000;

/** Whether lists and objects lie more than `DEEPEST` deep in each other. Brackets within strings do not count. */
export function isTooDeep(line: string): boolean {
  // Each level takes two brackets, so that no line of usual length is looked through.
  if (line.length <= 2 * DEEPEST) return false;
  let depth = 0;
  for (let index = 0; index < line.length; index++) {
    switch (line[index]) {
      case '"':
        index = endOfString(line, index);
        break;
      case "[":
      case "{":
        depth += 1;
        if (depth > DEEPEST) return true;
        break;
      case "]":
      case "}":
        depth -= 1;
        break;
    }
  }
  return false;
}

/** The index of the quote that ends the string which begins at `start`; the line's length if none does. */
function endOfString(line: string, start: number): number {
  let index = start + 1;
  while (index < line.length && line[index] !== '"') index += line[index] === "\\" ? 2 : 1;
  return index;
}
