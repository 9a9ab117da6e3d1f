/** Getting an archive from a file: copied into the cache, so that what is checked is what is unpacked, whoever writes meanwhile. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InstallError, messageOf } from "./install-error.ts";
import type { InstallObserver } from "./observer.ts";
import type { PartialFile } from "./partial-file.ts";

/** @throws {InstallError} if there is no such file, or it cannot be read */
export async function copyArchive(
  path: string,
  part: PartialFile,
  { observer, signal }: { readonly observer: InstallObserver; readonly signal: AbortSignal },
): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, messageOf(error), error);
  });
  if (!stats.isFile()) throw unreadable(path, "it is no file");
  await part.restart(null);
  const file = await part.open();
  try {
    let done = 0;
    for await (const chunk of readable(path)) {
      await file.write(chunk);
      signal.throwIfAborted();
      done += chunk.length;
      observer.progress({ step: "copying", done, total: stats.size });
    }
  } finally {
    await file.close();
  }
}

/** Its own errors are told from those of writing, which have the same codes. */
async function* readable(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (error) {
    throw unreadable(path, messageOf(error), error);
  }
}

function unreadable(path: string, why: string, cause?: unknown): InstallError {
  return new InstallError(
    `${path} cannot be read: ${why}; name the archive maelstrom.tar.bz2 with --from`,
    cause,
  );
}
