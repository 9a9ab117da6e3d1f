/**
 * Proves to peers that they have been heard.
 *
 * Only such proof ends a suspicion, since on a link that works one way news comes in all the same. Two nodes that suspect
 * each other need three messages for it: a question, the answer, which proves to the one that asked that its question came,
 * and one that proves the same to the other. `outreach.ts` asks; the last one is sent here, and only where nothing else is
 * going to be said that would be proof as well.
 */
import type { Link } from "./link.ts";
import type { Post, ReplicaPort } from "./post.ts";
import type { Profile } from "./profile.ts";
import type { Tree } from "./tree.ts";
import type { Gossip } from "./wire.ts";

export class Proof {
  readonly #tree: Tree;
  readonly #post: Post;
  readonly #profile: Profile;
  readonly #port: ReplicaPort;

  constructor(tree: Tree, post: Post, profile: Profile, port: ReplicaPort) {
    this.#tree = tree;
    this.#post = post;
    this.#profile = profile;
    this.#port = port;
  }

  /** Ends the suspicion of a peer that has proved, with this message, to hear this node. */
  trust(link: Link, { ask, graft }: Gossip): void {
    const isMine = this.#tree.looksAfter(link);
    link.trust();
    // A better hub than this node has will be told so when it is joined.
    if (!isMine || !this.#tree.ranksAfter(link.peer)) return;
    // It may suspect this node as well, unless it is a child of this node's.
    if (!ask && !graft && link.hub !== this.#tree.self) this.#post.send(link, { always: true });
    // Where one comes back, the root of its side probably does, and brings the others with it.
    const root = this.#tree.links.get(link.root);
    if (root?.suspected && root.askedAt < this.#port.now() - this.#profile.patienceMs) {
      this.#post.send(root, { ask: true });
    }
  }

  /**
   * A peer that this node has only doubted has answered. If it does not hang where it belongs, on this node, it suspects this
   * one, and would not ask for seconds whether it is right in that.
   */
  reassure(link: Link, { ask, graft }: Gossip): void {
    const { self } = this.#tree;
    const isAstray = link.hub !== self && !link.isSeeking && this.#tree.isProperHubOf(link.peer, self);
    if (isAstray && !ask && !graft) this.#post.send(link, { always: true });
  }
}
