/** Ending early: an AbortSignal as something that work can be raced against. */

/** Thrown by `race` when the signal came first. */
export class Interrupted extends Error {
  override readonly name: string = "Interrupted";

  constructor() {
    super("the run was interrupted");
  }
}

export class Interruption {
  readonly #signal: AbortSignal | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /**
   * Begins some work, unless the signal is aborted already, and returns its result.
   *
   * @throws {Interrupted} the signal was aborted before the work was done. What becomes of the work then is the caller's
   * affair; if it fails, nobody is told.
   */
  async race<T>(begin: () => Promise<T>): Promise<T> {
    const signal = this.#signal;
    if (signal === undefined) return begin();
    if (signal.aborted) throw new Interrupted();
    let interrupt = (): void => {};
    const interrupted = new Promise<never>((_, reject) => {
      interrupt = () => reject(new Interrupted());
    });
    signal.addEventListener("abort", interrupt, { once: true });
    try {
      return await Promise.race([begin(), interrupted]);
    } finally {
      signal.removeEventListener("abort", interrupt);
    }
  }
}
