/**
 * Group commit: what comes while a commit is under way waits, and then goes together in the next one (DeWitt et al. 1984,
 * "Implementation Techniques for Main Memory Database Systems"). Nothing ever waits for company: a lone item is committed at
 * once, and the slower the store, the larger the groups.
 *
 * Invariants: at most one commit is under way; every item is in exactly one group; its promise settles as that group's
 * commit does.
 */

/** Commits all items of a group, or rejects. */
export type Commit<Item> = (group: readonly Item[]) => Promise<void>;

export class GroupCommit<Item> {
  readonly #commit: Commit<Item>;
  #waiting: Item[] = [];
  /** The commit of what waits; undefined if nothing does. */
  #next: Promise<void> | undefined;
  /** Resolves when no commit is under way, however the last one ended. */
  #idle: Promise<void> = Promise.resolve();

  constructor(commit: Commit<Item>) {
    this.#commit = commit;
  }

  /** Resolves when the item has been committed; rejects as the commit of its group does. */
  add(item: Item): Promise<void> {
    this.#waiting.push(item);
    if (this.#next === undefined) {
      this.#next = this.#idle.then(() => this.#commitWaiting());
      this.#idle = this.#next.catch(() => {});
    }
    return this.#next;
  }

  #commitWaiting(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    return this.#commit(group);
  }
}
