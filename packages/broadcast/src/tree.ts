/**
 * This node's place in the tree of hubs: whom it hands its values to, and to whom it passes values on.
 *
 * Who comes into question as a hub is in `overlay.ts`, which one is chosen in `hub-choice.ts`, and what makes a node
 * choose anew in `hub-finder.ts`.
 */
import { Link } from "./link.ts";
import type { Overlay } from "./overlay.ts";

/** Among so many nodes at the front of the order there is most likely one on each side of a cut. */
export const likelyRoots = 8;

export class Tree {
  readonly self: string;
  readonly links: ReadonlyMap<string, Link>;
  /** The node that this one hands its values to; itself if it is a root. */
  hub: string;
  #overlay: Overlay;

  constructor(self: string, nodeIds: readonly string[], overlay: Overlay) {
    this.self = self;
    this.#overlay = overlay;
    this.hub = this.#properHubOf(self);
    const peers = nodeIds.filter((peer) => peer !== self);
    this.links = new Map(peers.map((peer) => [peer, new Link(peer, this.#properHubOf(peer))]));
  }

  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Takes another overlay. All nodes are given the same one, so each knows without a message what the others do. */
  set overlay(overlay: Overlay) {
    this.#overlay = overlay;
    for (const link of this.links.values()) {
      if (link.heard === 0) link.hub = this.#properHubOf(link.peer);
    }
    this.hub = this.#properHubOf(this.self);
  }

  get isRoot(): boolean {
    return this.hub === this.self;
  }

  /** Whether this node has the hub that it has when all is well. */
  get isProper(): boolean {
    return this.hub === this.properHub;
  }

  get properHub(): string {
    return this.#properHubOf(this.self);
  }

  /** Whether this node is likely to be the root where the first one of all cannot be reached. */
  get isLikelyRoot(): boolean {
    return this.candidates.length <= likelyRoots;
  }

  get hubLink(): Link | undefined {
    return this.links.get(this.hub);
  }

  /** The nodes that may be this one's hub, best first. */
  get candidates(): readonly string[] {
    return this.#overlay.candidates(this.self);
  }

  /** Whether a peer comes after this node in the order of all. */
  ranksAfter(peer: string): boolean {
    return this.#overlay.rank(peer) > this.#overlay.rank(this.self);
  }

  /** Whether this node passes on to a peer what that lacks: if it is the peer's hub, or both are roots. */
  isReceiver({ peer, hub, suspected }: Link): boolean {
    if (suspected || peer === this.hub) return false;
    return hub === this.self || (this.isRoot && hub === peer);
  }

  /** Whether it is for this node to find out when a suspected peer can be reached again: a child of its, or, as a root, any. */
  looksAfter({ hub, suspected }: Link): boolean {
    return suspected && (this.isRoot || hub === this.self);
  }

  /** Whether a branch of the tree joins this node and a peer. */
  isNeighbour(link: Link): boolean {
    return link.peer === this.hub || this.isReceiver(link);
  }

  hasReceivers(except?: Link): boolean {
    for (const link of this.links.values()) if (link !== except && this.isReceiver(link)) return true;
    return false;
  }

  #properHubOf(node: string): string {
    return this.#overlay.candidates(node)[0] ?? node;
  }
}
