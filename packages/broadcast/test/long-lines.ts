/** What no node takes in, however right it is: whoever sends it sends it again for ever. */

/** How many bytes a line has that a node reads: the limit of the protocol's `LineReader`. */
const longestLine = 2 ** 28;
/** How many levels lists and objects of a message between nodes have at the most: the protocol's `deepestBetweenNodes`. */
const mostLevels = 516;
/** What is round a body in its line. */
const envelopeBytes = 100;

/** @throws {Error} if no node reads a message with this body */
export function expectReadable(body: object, text: string): void {
  // No character of JavaScript takes more than three bytes.
  if (3 * text.length + envelopeBytes > longestLine) {
    const bytes = Buffer.byteLength(text) + envelopeBytes;
    if (bytes > longestLine) throw new Error(`Swarm: a message of ${bytes} bytes, which no node reads`);
  }
  // As long as no bracket is so deep, there are not so many.
  if (text.length > 2 * mostLevels && levels(body) > mostLevels) {
    throw new Error(`Swarm: a message of more than ${mostLevels} levels, which no node reads`);
  }
}

function levels(value: object): number {
  let most = 0;
  for (const item of Object.values(value)) {
    if (typeof item === "object" && item !== null) most = Math.max(most, levels(item));
  }
  return 1 + most;
}
