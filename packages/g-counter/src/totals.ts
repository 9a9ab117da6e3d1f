/**
 * A grow-only counter as a state-based CRDT: one total per node, merged by the maximum (Shapiro, Preguiça, Baquero and
 * Zawirski 2011, "A comprehensive study of Convergent and Commutative Replicated Data Types", specification 6).
 *
 * Invariant: no total ever shrinks. So it does not matter in which order, how often, or how stale totals are heard of:
 * the real seq-kv, once a state is more than 31 changes old, shows first newer and then older ones.
 */
export class Totals {
  readonly #totals = new Map<string, number>();
  #leastSum = 0;

  /** Takes note that a node's total is, or once was, so much. */
  raise(nodeId: string, total: number): void {
    if (total > (this.#totals.get(nodeId) ?? 0)) this.#totals.set(nodeId, total);
  }

  /** Takes note that the counter is, or once was, so much, whoever has summed it up. */
  raiseSum(sum: number): void {
    this.#leastSum = Math.max(this.#leastSum, sum);
  }

  /** The counter, as far as is known. */
  get sum(): number {
    let sum = 0;
    for (const total of this.#totals.values()) sum += total;
    return Math.max(sum, this.#leastSum);
  }
}
