/**
 * How long the one who asks waits for an answer.
 *
 * Maelstrom forgets a client that has given up, and never again reads the output of a node that answers a client it
 * has forgotten (MAELSTROM.md 4.2): one late reply costs the node all later ones. Silence costs nothing, as the client
 * no longer listens.
 */

/** How long Maelstrom's clients wait for a reply, in milliseconds (MAELSTROM.md 7.1). */
export const clientPatienceMs = 5_000;

/** How long Maelstrom waits for `init_ok`, in milliseconds. */
export const initPatienceMs = 10_000;

/**
 * How long before the client gives up a reply is too late already, in milliseconds: the client has waited since it
 * sent, the node counts since it read, and the reply has yet to travel.
 */
const marginMs = 100;

/** Whether a reply that leaves `ageMs` after its request came would reach a client that may have given up. */
export function isTooLate(dest: string, requestType: unknown, ageMs: number): boolean {
  if (!isClient(dest)) return false;
  return ageMs > (requestType === "init" ? initPatienceMs : clientPatienceMs) - marginMs;
}

/** Whether an address is that of a client; the network tells them by their first letter, too (MAELSTROM.md 5). */
export function isClient(address: string): boolean {
  return address.startsWith("c");
}
