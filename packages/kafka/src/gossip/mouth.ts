/** Speaks to several peers at the same time, when `rhythm.ts` says, if any of them is to be told something. */
import type { Node, Timer } from "@gossip-glomers/protocol";
import type { Peer } from "./peer.ts";
import type { News, Replica } from "./replica.ts";
import { type Direction, speakAt } from "./rhythm.ts";

export interface MouthOptions {
  readonly replica: Replica;
  readonly node: Node;
  /** In milliseconds. */
  readonly interval: number;
  readonly direction: Direction;
  readonly peers: readonly Peer[];
  readonly speak: (peers: readonly Peer[]) => void;
}

export class Mouth {
  readonly #options: MouthOptions;
  #planned: { readonly due: number; readonly timer: Timer } | undefined;
  #spokeAt = Number.NEGATIVE_INFINITY;

  constructor(options: MouthOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that what there is to say is said when it is time.
   * @param heard the peer that has just spoken, if that is the occasion
   */
  arrange(heard: Peer | undefined): void {
    const { node, speak, peers } = this.#options;
    const now = node.runtime.now();
    const due = this.#planned?.due ?? Number.POSITIVE_INFINITY;
    // Whether there is news takes longer to find out than when it would be said.
    if (this.#at("promise", heard, now) >= due && this.#at("events", heard, now) >= due) return;
    const news = this.#news();
    if (news === undefined) return;
    const at = this.#at(news, heard, now);
    if (at >= due) return;
    this.#planned?.timer.cancel();
    const timer = node.after(at - now, () => {
      this.#planned = undefined;
      this.#spokeAt = node.runtime.now();
      speak(peers);
    });
    this.#planned = { due: at, timer };
  }

  #at(news: News, heard: Peer | undefined, now: number): number {
    const from = heard === undefined ? undefined : heard.isAbove ? "above" : "other";
    const { direction, interval } = this.#options;
    return speakAt({ direction, news, heard: from, now, spokeAt: this.#spokeAt }, interval);
  }

  #news(): News | undefined {
    let news: News | undefined;
    for (const peer of this.#options.peers) {
      const own = this.#options.replica.newsFor(peer);
      if (own === "promise") return own;
      news ??= own;
    }
    return news;
  }
}

/** In a mesh a node speaks to all peers at the same time; in a tree to those below it, and to the one above. */
export function mouthsOf(
  replica: Replica,
  node: Node,
  interval: number,
  speak: (peers: readonly Peer[]) => void,
): readonly Mouth[] {
  const peers = [...replica.peers.values()];
  const above = peers.filter(({ isAbove }) => isAbove);
  const others = peers.filter(({ isAbove }) => !isAbove);
  const directions: readonly (readonly [Direction, readonly Peer[]])[] = replica.isTree
    ? [
        ["up", above],
        [above.length === 0 ? "down from the root" : "down", others],
      ]
    : [[peers.length === 1 ? "partner" : "mesh", peers]];
  return directions
    .filter(([, to]) => to.length > 0)
    .map(([direction, to]) => new Mouth({ replica, node, interval, direction, peers: to, speak }));
}
