/** Why a test could not be run to its end, for a human. */
import { type Run, tellUnheard } from "@gossip-glomers/checkers";

/**
 * What the simulator says of it, and what no client heard. "n0 did not answer init within 10 s" is said also of a node that
 * answered at once, with `"in_reply_to": "1"`; it has done nothing else that could explain it.
 */
export function crashReason(error: Error, run: Run): string {
  return [error.message, ...tellUnheard(run).map(({ summary }) => summary)].join("\n");
}
