/**
 * Whether a node has back what it may have known in an earlier life. Nobody can tell a first start from a restart, so every node
 * joins.
 *
 * It has when each peer has answered it in this life, and it has got all that the peer had then. In a tree a peer that has
 * crashed as well has to join itself, from those behind it; so each says for its side of a link whether that is whole. The
 * first to be whole, each for the node above it, are the leaves. In a mesh nobody has to wait for others to have joined, and
 * could not: each would wait for each.
 *
 * Who joins promises nothing. It may have given offsets in its earlier life which it does not know, and which only those have
 * that it has not heard yet.
 */
import type { Peer } from "./peer.ts";
import type { VersionedVector } from "./versioned-vector.ts";

export class Joining {
  readonly #peers: readonly Peer[];
  readonly #isTree: boolean;
  #isOver = false;

  constructor(peers: readonly Peer[], isTree: boolean) {
    this.#peers = peers;
    this.#isTree = isTree;
  }

  /** Whether the node no longer waits. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the node has had all that each peer has, at some moment of this life. */
  get isCaughtUp(): boolean {
    return this.#peers.every(({ wasCaughtUp }) => wasCaughtUp);
  }

  /** Whether the node, or one that it speaks for when it speaks to `peer`, may still learn what it knew in an earlier life. */
  isUnderWayFor(peer: Peer): boolean {
    if (this.#isOver) return false;
    return this.#peers.some((other) => other !== peer && !other.wasCaughtUp);
  }

  /** Notes whom the node has caught up with, which has `row`. */
  note(row: VersionedVector): void {
    for (const peer of this.#peers) {
      const isWhole = this.#isTree ? peer.isWhole : peer.isRowWhole;
      peer.wasCaughtUp ||= isWhole && peer.hasNoMoreThan(row);
    }
  }

  /** Ends it, caught up or not. */
  end(): void {
    this.#isOver = true;
  }
}
