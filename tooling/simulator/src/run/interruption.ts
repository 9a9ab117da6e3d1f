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
   * The result of `work`, unless the signal is or gets aborted before it is there.
   * @throws {Interrupted} if so. What becomes of `work` then is the caller's affair; its rejection is nobody's.
   */
  race<T>(work: Promise<T>): Promise<T> {
    const signal = this.#signal;
    if (signal === undefined) return work;
    return new Promise((resolve, reject) => {
      const interrupt = (): void => reject(new Interrupted());
      signal.addEventListener("abort", interrupt, { once: true });
      if (signal.aborted) interrupt();
      work.then(resolve, reject).finally(() => signal.removeEventListener("abort", interrupt));
    });
  }
}
