/** Speaks to several peers at the same time, when `rhythm.ts` says, if any of them is to be told something. */
import type { Node, Timer } from "@gossip-glomers/protocol";
import type { Peer } from "./peer.ts";
import type { News, Replica } from "./replica.ts";
import { type Direction, speakAt } from "./rhythm.ts";

export class Mouth {
  readonly #replica: Replica;
  readonly #node: Node;
  readonly #interval: number;
  readonly #direction: Direction;
  readonly #peers: readonly Peer[];
  readonly #speak: (peers: readonly Peer[]) => void;
  #planned: { readonly due: number; readonly timer: Timer } | undefined;
  #spokeAt = Number.NEGATIVE_INFINITY;

  constructor(
    replica: Replica,
    node: Node,
    interval: number,
    direction: Direction,
    peers: readonly Peer[],
    speak: (peers: readonly Peer[]) => void,
  ) {
    this.#replica = replica;
    this.#node = node;
    this.#interval = interval;
    this.#direction = direction;
    this.#peers = peers;
    this.#speak = speak;
  }

  /**
   * Sees to it that what there is to say is said when it is time.
   * @param heard the peer that has just spoken, if that is the occasion
   */
  arrange(heard: Peer | undefined): void {
    const now = this.#node.runtime.now();
    const due = this.#planned?.due ?? Number.POSITIVE_INFINITY;
    // Whether there is news takes longer to find out than when it would be said.
    if (this.#at("promise", heard, now) >= due && this.#at("events", heard, now) >= due) return;
    const news = this.#news();
    if (news === undefined) return;
    const at = this.#at(news, heard, now);
    if (at >= due) return;
    this.#planned?.timer.cancel();
    const timer = this.#node.after(at - now, () => {
      this.#planned = undefined;
      this.#spokeAt = this.#node.runtime.now();
      this.#speak(this.#peers);
    });
    this.#planned = { due: at, timer };
  }

  #at(news: News, heard: Peer | undefined, now: number): number {
    const from = heard === undefined ? undefined : heard.isAbove ? "above" : "other";
    const occasion = { direction: this.#direction, news, heard: from, now, spokeAt: this.#spokeAt } as const;
    return speakAt(occasion, this.#interval);
  }

  #news(): News | undefined {
    let news: News | undefined;
    for (const peer of this.#peers) {
      const own = this.#replica.newsFor(peer);
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
  const mouth = (direction: Direction, to: readonly Peer[]): Mouth =>
    new Mouth(replica, node, interval, direction, to, speak);
  if (!replica.isTree) return [mouth(peers.length === 1 ? "partner" : "mesh", peers)];
  return [mouth("up", above), mouth(above.length === 0 ? "down from the root" : "down", others)].filter(
    (_, index) => [above, others][index]?.length !== 0,
  );
}
