/**
 * Which peer is this node's hub: a pure function of whom it can reach, and of where those are in the tree.
 *
 * As long as its first candidate can be reached, that is it. Otherwise it is a peer that leads to the best root, in the
 * fewest steps: a spanning tree of what can be reached (Perlman, "An algorithm for distributed computation of a
 * spanning tree in an extended LAN", 1985). So where every node sees another majority (`majorities-ring`) there is still one tree,
 * through whatever peer can reach the first node.
 *
 * News of a root carries the number of its last round, and only newer news than the lost one counts (Perkins and Bhagwat,
 * "Highly dynamic destination-sequenced distance-vector routing", 1994).
 * Each peer says the whole way to its root, as in a path-vector protocol. So a node never takes a hub that hangs on itself;
 * a circle that comes of outdated news ends with the next message on it, because that names its receiver.
 */
import type { Overlay } from "./overlay.ts";

/** What the choice depends on. */
export interface Candidate {
  readonly peer: string;
  /** The peer's way to its root, its hub first. */
  readonly path: readonly string[];
  /** The last of the path; the peer itself if it is a root. */
  readonly root: string;
  /** The last round of that root that it knows of. */
  readonly round: number;
  /** Whether the peer looks for a hub itself. */
  readonly isSeeking: boolean;
  readonly suspected: boolean;
  /** When it last sent a message. */
  readonly heardAt: number;
}

/** The tree that a node has lost: its root, and the last round of it that had come. */
export interface LostTree {
  readonly root: string;
  readonly round: number;
}

export interface Situation {
  readonly self: string;
  readonly overlay: Overlay;
  readonly links: ReadonlyMap<string, Candidate>;
  /** The hub until now. */
  readonly current: string;
  /** Whether that one has not answered in time, so that another hub is looked for. */
  readonly isSearching: boolean;
  /** The tree that it hung on when it last began to look for a hub. */
  readonly lost: LostTree | undefined;
  /** When this node last had reason to look for a hub: what peers said of theirs before that is out of date. */
  readonly since: number;
}

/** @returns the hub to have; this node itself if it is to be a root, and the current one as long as a search goes on */
export function chooseHub(situation: Situation): string {
  const { self, overlay, links, current, isSearching, lost, since } = situation;
  const canHang = ({ suspected, path }: Candidate): boolean => !suspected && !path.includes(self);
  const proper = overlay.hub(self);
  const first = proper === undefined ? undefined : links.get(proper);
  const kept = links.get(current);
  if (first !== undefined && canHang(first) && !(isSearching && current === proper)) return first.peer;

  // Who hangs on the lost root itself knows that it is well. What others have heard of it must be newer than what is known
  // here, or nodes that have all lost it would go on believing each other.
  const isNews = ({ root, path, round }: Candidate): boolean =>
    path.length <= 1 || root !== lost?.root || round > lost.round;
  const isUsable = (one: Candidate): boolean =>
    canHang(one) &&
    !one.isSeeking &&
    one.heardAt >= since &&
    isNews(one) &&
    !(isSearching && one.peer === current);
  const isBetter = (a: Candidate, b: Candidate): boolean =>
    (overlay.rank(a.root) - overlay.rank(b.root) ||
      a.path.length - b.path.length ||
      overlay.rank(a.peer) - overlay.rank(b.peer)) < 0;
  // Of two roots only the later one gives way, or each would hang itself on the other.
  const leadsUp = ({ root }: Candidate): boolean =>
    current !== self || overlay.rank(root) < overlay.rank(self);
  let best: Candidate | undefined;
  for (const one of links.values()) {
    if (isUsable(one) && leadsUp(one) && (best === undefined || isBetter(one, best))) best = one;
  }

  if (isSearching && kept !== undefined && !kept.suspected) {
    // It may yet answer. Only one that has given it up and made itself a root is better than waiting.
    return best?.path.length === 0 ? best.peer : current;
  }
  if (isSearching) return best?.peer ?? current;
  if (kept !== undefined && canHang(kept)) {
    if (best === undefined) return current;
    const saved = kept.path.length - best.path.length;
    const isShortCut = best.root === kept.root && (saved >= 2 || (saved === 1 && best.path.length === 0));
    return isShortCut || overlay.rank(best.root) < overlay.rank(kept.root) ? best.peer : current;
  }
  return best?.peer ?? self;
}
