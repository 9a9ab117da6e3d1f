/** Errors of an installation, by what can be done about them. */

/** An installation that cannot be had like this. The message says what failed and ends with what to do. */
export class InstallError extends Error {
  override readonly name: string = "InstallError";

  constructor(message: string, cause?: unknown) {
    super(`install: ${message}`, { cause });
  }
}

/** A source that did not answer as it should, and may do so the next time. */
export class PassingError extends Error {
  override readonly name: string = "PassingError";
  /** How long the source asks to be left alone, if it does. */
  readonly retryAfterMs: number | null;

  constructor(message: string, cause?: unknown, retryAfterMs: number | null = null) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** The text of an error, or what else was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a system error, such as `ENOSPC`; null if it has none. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** An URL as it may be shown: without the password that it may carry. */
export function shown(url: URL): string {
  if (url.username === "" && url.password === "") return url.href;
  const copy = new URL(url.href);
  copy.username = "";
  copy.password = "";
  return copy.href;
}
