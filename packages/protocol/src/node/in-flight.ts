/** Counts what has begun and not yet ended, so that a shell knows when it may let go of a node. */
export class InFlight<Work> {
  readonly #begun = new Set<Work>();
  #waiting: (() => void)[] = [];

  begin(work: Work): void {
    this.#begun.add(work);
  }

  end(work: Work): void {
    this.#begun.delete(work);
    if (this.#begun.size > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** What has begun and not yet ended, oldest first. */
  list(): readonly Work[] {
    return [...this.#begun];
  }

  /** Resolves when nothing is in flight, at once if nothing is. */
  settled(): Promise<void> {
    if (this.#begun.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
