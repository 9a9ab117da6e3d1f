/**
 * Which peer is this node's hub: a pure function of whom it can reach.
 *
 * A node that cannot reach any of its candidates is a root. Where every node sees another majority (`majorities-ring`)
 * there would be several, each with a tree of its own and no way between them; so such a root puts itself under a
 * peer whose own hub ranks before the root. That keeps circles out: of the nodes in a
 * circle of hubs, the one that ranks first would have to have a hub that ranks after it, so it would have adopted that,
 * and the next hub in the circle would rank before the first. A circle that comes of outdated news ends with the next
 * message on it.
 */
import type { Overlay } from "./overlay.ts";

/** What the choice depends on: the peers and whether they can be reached. */
export interface Candidate {
  readonly peer: string;
  /** The peer's own hub. */
  readonly hub: string;
  readonly suspected: boolean;
  /** When it last sent a message. */
  readonly heardAt: number;
}

export interface Situation {
  readonly self: string;
  readonly overlay: Overlay;
  readonly links: ReadonlyMap<string, Candidate>;
  /** The hub until now. */
  readonly current: string;
  /** When this node last became a root: what peers said of their hubs before that is out of date. */
  readonly rootSince: number;
}

export function chooseHub({ self, overlay, links, current, rootSince }: Situation): string {
  const candidate = overlay.candidates(self).find((peer) => links.get(peer)?.suspected === false);
  if (candidate !== undefined) return candidate;

  const isAdoptable = ({ suspected, hub, heardAt }: Candidate): boolean =>
    !suspected && heardAt > rootSince && hub !== self && overlay.rank(hub) < overlay.rank(self);
  const kept = links.get(current);
  if (kept !== undefined && isAdoptable(kept)) return current;
  return [...links.values()].find(isAdoptable)?.peer ?? self;
}
