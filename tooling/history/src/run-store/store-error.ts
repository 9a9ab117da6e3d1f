/** A file of the store cannot be read or written. The message says which, why, and what to do. */
export class StoreError extends Error {
  override readonly name: string = "StoreError";

  constructor(what: string, cause: unknown, advice: string) {
    super(`store: ${what}: ${cause instanceof Error ? cause.message : String(cause)}; ${advice}`, { cause });
  }
}
