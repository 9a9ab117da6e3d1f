/** The keys that have messages which nobody has polled yet. */
import type { Operation } from "@gossip-glomers/history";
import { type Offsets, polledOffsets, raise, sentOffsets, withoutReached } from "./offsets.ts";

/**
 * By key, the highest acknowledged offset that no poll has reached, as far as operations tell it in the order of their
 * completion. A key that has been caught up with is forgotten.
 */
export type Unread = Offsets;

/** What is unread after an operation; the same object if it makes no difference. */
export function afterOperation(unread: Unread, operation: Operation): Unread {
  const sent = sentOffsets(operation);
  if (sent.size === 0) {
    const polled = polledOffsets(operation);
    return polled.size === 0 ? unread : withoutReached(unread, polled);
  }
  const raised = new Map(unread);
  for (const [key, offset] of sent) raise(raised, key, offset);
  return raised;
}
