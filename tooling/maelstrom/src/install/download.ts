/**
 * Getting an archive over HTTP into a partial file: goes on where an earlier try, or an earlier run, broke off, and tries again
 * after failures that may pass.
 *
 * Whether the whole is what it should be is not asked here; its checksum says so afterwards. So a server without ETags, or
 * another server than the one that sent the first half, may send the rest.
 */
import type { IncomingHttpHeaders } from "node:http";
import { readContentRange } from "./http/content-range.ts";
import { type Answer, get } from "./http/get.ts";
import { InstallError, PassingError, shown } from "./install-error.ts";
import type { InstallObserver } from "./observer.ts";
import type { PartialFile, Validator } from "./partial-file.ts";
import { unreachable } from "./unreachable.ts";

/** More than any release has, by far; a server that never stops sending must not fill the disk. */
const archiveLimit = 512 * 1024 * 1024;

/** How often in a row nothing may come before it is given up. */
const patience = 4;

const firstPauseMs = 500;
const longestPauseMs = 30_000;

export interface Downloading {
  readonly observer: InstallObserver;
  readonly signal: AbortSignal;
  /** How long a server may say nothing. */
  readonly silenceMs: number;
  /** Waits. Rejects at once when it is interrupted. */
  pause(ms: number): Promise<void>;
  /** How many bytes may come; more than any release has, if nothing is said. */
  readonly limitBytes?: number;
}

/**
 * Fills `part` from `url`.
 *
 * @returns how many bytes of it had come before
 * @throws {InstallError} if it cannot be had from there
 */
export async function download(url: URL, part: PartialFile, context: Downloading): Promise<number> {
  const kept = await part.size();
  let farthest = kept;
  for (let failures = 0; ; ) {
    try {
      await attempt(url, part, context);
      return kept;
    } catch (error) {
      if (!(error instanceof PassingError) || context.signal.aborted) throw error;
      const size = await part.size();
      // A line that breaks off every few megabytes is slow, but brings the archive in the end; one that always begins again, and
      // never comes farther than before, does not.
      failures = size > farthest ? 1 : failures + 1;
      farthest = Math.max(farthest, size);
      if (failures >= patience) throw unreachable(url, error, failures, size);
      const pauseMs = Math.min(error.retryAfterMs ?? firstPauseMs * 2 ** (failures - 1), longestPauseMs);
      context.observer.note(
        `${shown(url)}: ${error.message}; trying again in ${pauseMs / 1000} s` +
          (size > 0 ? `, from ${megabytes(size)} on` : ""),
      );
      await context.pause(pauseMs);
    }
  }
}

/** One request, for what is still missing. */
async function attempt(url: URL, part: PartialFile, context: Downloading): Promise<void> {
  const offset = await part.size();
  const { signal, silenceMs } = context;
  const headers = {
    "user-agent": "glomers",
    // What is compressed anew on the way is not the archive that was published.
    "accept-encoding": "identity",
    ...(offset > 0 ? { range: `bytes=${offset}-`, ...(await condition(url, part)) } : {}),
  };
  const answer = await get(url, { headers, signal, silenceMs });
  const range = readContentRange(answer.headers["content-range"]);
  switch (answer.status) {
    case 200: {
      const length = Number(answer.headers["content-length"] ?? Number.NaN);
      // Also when a rest was asked for: the server has no ranges, or another file by now.
      await part.restart(validatorOf(url, answer.headers));
      return receive(answer, part, 0, Number.isSafeInteger(length) ? length : null, context);
    }
    case 206:
      if (range?.start !== offset)
        return startOver(answer, part, "the server sent another part than was asked for");
      if (offset === 0) await part.restart(validatorOf(url, answer.headers));
      return receive(answer, part, offset, range.total, context);
    case 416:
      if (range?.total !== offset)
        return startOver(answer, part, "the server has another archive than before");
      // All of it had come before the last run ended.
      return answer.close();
    default:
      answer.close();
      throw refusal(url, answer);
  }
}

/** Asks for the rest only if the file is still the one whose beginning has come, as far as the server can tell. */
async function condition(url: URL, part: PartialFile): Promise<{ "if-range"?: string }> {
  const validator = await part.validator();
  return validator?.url === shown(url) ? { "if-range": validator.tag } : {};
}

/** A weak ETag says only that the meaning is the same, and the rest is joined to the beginning byte by byte. */
function validatorOf(url: URL, headers: IncomingHttpHeaders): Validator | null {
  const { etag, "last-modified": date } = headers;
  const tag = etag !== undefined && !etag.startsWith("W/") ? etag : date;
  return tag === undefined ? null : { url: shown(url), tag };
}

async function receive(
  { body }: Answer,
  part: PartialFile,
  offset: number,
  total: number | null,
  { observer, signal, limitBytes = archiveLimit }: Downloading,
): Promise<void> {
  const file = await part.open();
  try {
    let done = offset;
    observer.progress({ step: "downloading", done, total });
    for await (const chunk of body) {
      await file.write(chunk);
      signal.throwIfAborted();
      done += chunk.length;
      observer.progress({ step: "downloading", done, total });
      if (done > limitBytes) {
        // What no release can be is not worth keeping.
        await part.remove();
        throw new InstallError(
          `what comes is larger than any release (${megabytes(limitBytes)}); name another source with --from`,
        );
      }
    }
    if (total !== null && done < total) throw new PassingError(`the connection ended at ${megabytes(done)}`);
  } finally {
    await file.close();
  }
}

async function startOver(answer: Answer, part: PartialFile, reason: string): Promise<never> {
  answer.close();
  await part.restart(null);
  throw new PassingError(reason);
}

/** An answer that is no archive. */
function refusal(url: URL, { status, headers, proxied }: Answer): Error {
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const seconds = Number(headers["retry-after"] ?? Number.NaN);
    return new PassingError(`the server answered ${status}`, undefined, seconds >= 0 ? seconds * 1000 : null);
  }
  // A proxy that refuses a tunnel answers in the server's place.
  const who = proxied ? "through the proxy that the environment names" : "";
  const what = [`${shown(url)} answered ${status}`, who, status === 404 ? "so there is no such archive" : ""];
  const advice =
    status === 407
      ? "give the proxy its name and password, as HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT"
      : "look at the version and the mirror, or name another source with --from";
  return new InstallError(`${what.filter((part) => part !== "").join(", ")}; ${advice}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
