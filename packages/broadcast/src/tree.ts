/**
 * This node's place in the tree of hubs: whom it hands its values to, and to whom it passes values on.
 *
 * Who comes into question as a hub is in `overlay.ts`, which one is chosen in `hub-choice.ts`, and what makes a node
 * choose anew in `hub-finder.ts`.
 */
import { Link } from "./link.ts";
import type { Overlay } from "./overlay.ts";
import { never } from "./schedule.ts";
import { tallest } from "./waves.ts";

export class Tree {
  readonly self: string;
  readonly links: ReadonlyMap<string, Link>;
  /** The node that this one hands its values to; itself if it is a root. */
  hub: string;
  /** Whether the hub has not answered in time, so that another one is looked for. */
  isSearching = false;
  /** How many levels of the tree are below this node. */
  height = 0;
  /** As long as this node is a root: when it had its last round, by its wall clock in ms. */
  ownRound = 0;
  /** The height that the nodes round this one know of, and so take into account in what they expect of it. */
  toldHeight = 0;
  /** Whether the nodes below this one take it for a root. */
  isToldRoot: boolean;
  /** Whether a peer waits to be taken for a child. */
  hasGrafts = false;
  /** Whether one of those has no hub. */
  isSought = false;
  #overlay: Overlay;

  constructor(self: string, nodeIds: readonly string[], overlay: Overlay) {
    this.self = self;
    this.#overlay = overlay;
    this.hub = this.#properHubOf(self);
    this.isToldRoot = this.isRoot;
    const peers = nodeIds.filter((peer) => peer !== self);
    this.links = new Map(peers.map((peer) => [peer, new Link(peer, this.#properPathOf(peer))]));
  }

  get overlay(): Overlay {
    return this.#overlay;
  }

  /** Takes another overlay. All nodes are given the same one, so each knows without a message what the others do. */
  set overlay(overlay: Overlay) {
    this.#overlay = overlay;
    for (const link of this.links.values()) {
      if (link.heard === 0) link.path = this.#properPathOf(link.peer);
    }
    this.hub = this.#properHubOf(this.self);
    this.isToldRoot = this.isRoot;
    this.measure();
  }

  /** The way from here to the root, the hub first; empty if this node is a root, or does not know where it belongs. */
  get path(): readonly string[] {
    const hub = this.hubLink;
    return hub === undefined || this.isSearching ? [] : [hub.peer, ...hub.path];
  }

  /** As a peer is to know it: a hub that does not answer must not lose a child if it comes back. */
  pathAsToldTo(peer: string): readonly string[] {
    return peer === this.hub && this.isSearching ? [peer] : this.path;
  }

  /** The root of this node's tree, as far as is known here. */
  get root(): string {
    return this.path.at(-1) ?? this.self;
  }

  get isRoot(): boolean {
    return this.hub === this.self;
  }

  /** The last round of this node's root that it knows of. */
  get round(): number {
    return this.hubLink?.round ?? this.ownRound;
  }

  /** Whether this node has the hub that it has when all is well. */
  get isProper(): boolean {
    return this.hub === this.properHub;
  }

  get properHub(): string {
    return this.#properHubOf(this.self);
  }

  get hubLink(): Link | undefined {
    return this.links.get(this.hub);
  }

  /**
   * Keeps in mind what the nodes below this one now know of its place. A round goes to those alone that lack something, and
   * the others would miss a hub that waits longer than it has told them.
   */
  noteTold(): void {
    this.toldHeight = this.height;
    this.isToldRoot = this.isRoot;
    for (const link of this.links.values()) {
      if (!this.isReceiver(link)) continue;
      this.toldHeight = Math.min(this.toldHeight, link.toldHeight);
      this.isToldRoot ||= link.toldHub === this.self;
    }
  }

  /** Whether a peer is the best hub that a node can have, this one or another. */
  isProperHubOf(node: string, hub: string): boolean {
    return this.#properHubOf(node) === hub;
  }

  /** Takes in what peers have said of their places. */
  measure(): void {
    let height = 0;
    this.hasGrafts = false;
    this.isSought = false;
    for (const link of this.links.values()) {
      this.hasGrafts ||= link.isGrafting;
      this.isSought ||= link.isGrafting && link.hub !== this.self;
      if (link.hub === this.self && !link.suspected) height = Math.max(height, 1 + link.height);
    }
    this.height = Math.min(height, tallest);
    this.toldHeight = Math.min(this.toldHeight, this.height);
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

  /** Whether a peer has sent values because it takes itself for this node's hub; it shall know before it sends more. */
  isMistakenHub({ peer, path, toldHub, ackDue, isSeeking, isGrafting }: Link): boolean {
    if (isSeeking || isGrafting) return false;
    // One that now hangs on the same hub expects that this node does, too.
    if (ackDue === never || peer === this.hub || path[0] === this.hub || this.isSearching) return false;
    return toldHub === peer || (path.length === 0 && toldHub !== this.hub);
  }

  /** Whether a branch of the tree joins this node and a peer. */
  isNeighbour(link: Link): boolean {
    return link.peer === this.hub || this.isReceiver(link);
  }

  hasReceivers(except?: Link): boolean {
    for (const link of this.links.values()) {
      if (link !== except && this.isReceiver(link)) return true;
    }
    return false;
  }

  #properHubOf(node: string): string {
    return this.#overlay.hub(node) ?? node;
  }

  #properPathOf(node: string): readonly string[] {
    const path: string[] = [];
    for (let hub = this.#properHubOf(node), at = node; hub !== at; hub = this.#properHubOf(at)) {
      path.push(hub);
      at = hub;
    }
    return path;
  }
}
