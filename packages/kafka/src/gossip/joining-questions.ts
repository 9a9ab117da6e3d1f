/**
 * Asks the peers what this node may have known in an earlier life, again and again until it has joined (`joining.ts`).
 *
 * There is little time for it, and much at stake: a node that has not been told gives out offsets once more that it has given out
 * before its crash. So one question that is lost, or its answer, must not be all there was; and as a peer whose clients are at work
 * speaks all the time, that it has been heard does not say that it has been asked.
 */
import type { Node } from "@gossip-glomers/protocol";
import type { Peer } from "./peer.ts";
import type { Replica } from "./replica.ts";

/** How long a peer may take that says nothing, in milliseconds. */
const repeatedAfterMs = 100;

export class JoiningQuestions {
  readonly #node: Node;
  /** Puts the question to a peer. */
  readonly #ask: (replica: Replica, peer: Peer) => void;
  /** Who has spoken since peers were last asked. */
  readonly #heard = new Set<Peer>();

  constructor(node: Node, ask: (replica: Replica, peer: Peer) => void) {
    this.#node = node;
    this.#ask = ask;
  }

  /** Asks all from whom something is missing, now and until the replica has joined. */
  begin(replica: Replica): void {
    if (replica.joining.isOver) return;
    for (const peer of replica.peers.values()) {
      // It has been asked and goes on answering, page by page.
      const isAnswering = this.#heard.delete(peer) && peer.isRowWhole;
      if (!peer.wasCaughtUp && !isAnswering) this.#ask(replica, peer);
    }
    this.#node.after(repeatedAfterMs, () => this.begin(replica));
  }

  /** A peer has spoken. */
  noteHeard(peer: Peer): void {
    this.#heard.add(peer);
  }
}
