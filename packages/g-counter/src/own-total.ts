/**
 * This node's own total in seq-kv: what makes an add durable, and have it counted once.
 *
 * Each commit is a compare-and-set from the entry of the commit before to its own, whose name no other one has. So the
 * entries of a key form a chain, and
 *
 * - a copy of a commit that arrives late finds another entry than it expects, and does nothing;
 * - whether a commit whose answer is missing took place can be told by reading;
 * - after a crash the node takes up the chain where seq-kv has it. A commit of its former life that is still under way
 *   either comes first, and then is refused no more than any other link of the chain, or finds its place taken.
 *
 * A plain write of the new total would do as long as every message arrives in order. But one that comes late would set the
 * total back, and with it what was acknowledged meanwhile.
 *
 * Invariant: the total in seq-kv is the sum of all commits that resolved, and of some of those that rejected with an
 * indefinite error, each once; of those that rejected with a definite one, of none.
 */
import { Deadline, type SeqKv } from "@gossip-glomers/kv-client";
import { isRpcError, type Json, type Node, RpcError } from "@gossip-glomers/protocol";
import { type Entry, keyOf, readEntry, toJson } from "./entry.ts";

/** The end of the chain: the newest entry of this node, undefined if there is none yet. */
interface Tip {
  readonly entry: Entry | undefined;
}

/** What a commit has brought about. */
export interface Committed {
  readonly total: number;
  readonly sentAt: number;
}

export class OwnTotal {
  readonly #node: Node;
  readonly #kv: SeqKv;
  /** Undefined while it is not known: at first, and after a commit that ended in an error. */
  #tip: Tip | undefined;
  /**
   * The greatest total that was acknowledged in this life. The key never shows less, unless somebody has set it back or the store has
   * been emptied; then the next commit puts it right, as reads, which take the greatest total, would not see what is added below.
   */
  #acknowledged = 0;
  #incarnation: string | undefined;
  #commits = 0;

  constructor(node: Node, kv: SeqKv) {
    this.#node = node;
    this.#kv = kv;
  }

  /** What the total cannot exceed: with as much on every node, their sum is still one that JSON can tell exactly. */
  get limit(): number {
    return Math.floor(Number.MAX_SAFE_INTEGER / this.#node.nodeIds.length);
  }

  /**
   * Adds to the total in seq-kv. One call at a time: the chain has one end.
   *
   * @returns the new total, and when the change to it was sent, by the runtime's clock.
   * @throws {RpcError} indefinite if it is unknown whether it was added; 11 if seq-kv cannot be reached; 22 if the total would be
   * too large.
   */
  async add(delta: number): Promise<Committed> {
    const deadline = new Deadline(this.#node.runtime);
    for (;;) {
      const { entry } = this.#tip ?? (await this.#findTip(deadline));
      const last = Math.max(entry?.total ?? 0, this.#acknowledged);
      const next = { total: last + delta, commit: this.#nameCommit() };
      if (next.total > this.limit) throw full(next.total, this.limit);
      const sentAt = this.#node.runtime.now();
      this.#tip = undefined;
      try {
        if (await this.#append(entry, next, deadline)) {
          this.#tip = { entry: next };
          this.#acknowledged = next.total;
          return { total: next.total, sentAt };
        }
      } catch (error) {
        this.#node.log.warn(`A commit of ${delta} failed; ${String(error)}`);
        throw error;
      }
      this.#node.log.info(
        "The key holds another entry, say of an earlier commit that came late; the chain goes on from there.",
      );
    }
  }

  /** Puts an entry after another; false if that is no longer the last one. */
  async #append(last: Entry | undefined, next: Entry, deadline: Deadline): Promise<boolean> {
    const key = keyOf(this.#node.id);
    const options = { distinct: true, ...deadline.asOption() };
    if (last === undefined) return this.#kv.createIfAbsent(key, toJson(next), options);
    try {
      await this.#kv.cas(key, toJson(last), toJson(next), options);
      return true;
    } catch (error) {
      if (isRpcError(error) && (error.code === 20 || error.code === 22)) return false;
      throw error;
    }
  }

  /** @throws {RpcError} 11 (definite) if seq-kv does not answer: nothing has been written yet. */
  async #findTip(deadline: Deadline): Promise<Tip> {
    try {
      // What is read may be stale. Then the swap that is built on it is refused, which brings reads up to date.
      const value = await this.#kv.readOr<Json | undefined>(
        keyOf(this.#node.id),
        undefined,
        deadline.asOption(),
      );
      return { entry: readEntry(this.#node.id, value) };
    } catch (error) {
      if (!isRpcError(error)) throw error;
      throw RpcError.temporarilyUnavailable(`add: nothing was added, ask again; ${error.message}`);
    }
  }

  /** A name that no other commit has: 53 random bits for each life of the node, and a count within it. */
  #nameCommit(): string {
    this.#incarnation ??= (this.#node.runtime.random() * 2 ** 53).toString(36);
    this.#commits += 1;
    return `${this.#incarnation}-${this.#commits}`;
  }
}

/** What an add is refused with that the total has no room for. */
export function full(total: number, limit: number): RpcError {
  return RpcError.preconditionFailed(
    `add: the total of this node would be ${total}, and must not exceed ${limit}, so that the sum of all nodes stays one that JSON can tell exactly (below 2^53); add less`,
  );
}
