/**
 * Unpacks a `.tar.bz2` into an empty folder. Decoder and reader are JavaScript, so it does not matter what the machine has.
 *
 * Files come first, then links: until the last file is written there is none to write through, not even where the file system
 * takes `A` and `a` for the same name.
 */
import { createReadStream } from "node:fs";
import { copyFile, mkdir, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Extract, extract, type Header } from "tar-stream";
import unbzip2 from "unbzip2-stream";
import type { Disk } from "../disk.ts";
import { codeOf, messageOf } from "../install-error.ts";
import type { InstallObserver } from "../observer.ts";
import { ArchiveError, ArchivePlan, type EntryHeader, type Placement } from "./archive-plan.ts";

export interface Unpacking {
  readonly disk: Disk;
  readonly observer: InstallObserver;
  readonly signal: AbortSignal;
}

/**
 * @param folder - empty; if this fails, what it holds is of no use
 * @throws {ArchiveError} if the archive is broken, or holds something that must not be unpacked
 */
export async function unpack(archive: string, folder: string, context: Unpacking): Promise<void> {
  const { observer, signal } = context;
  const total = (await stat(archive)).size;
  const tar = extract();
  const flow = pipeline(
    createReadStream(archive),
    counter((done) => observer.progress({ step: "unpacking", done, total })),
    // A stream as they were before Node 0.10, which `pipeline` can handle behind another stream but not behind a generator.
    unbzip2(),
    tar,
    { signal },
  );
  const [flowed, placed] = await Promise.allSettled([flow, placeEntries(tar, folder, context)]);
  signal.throwIfAborted();
  const reason = reasonOf(flowed, placed);
  if (reason === null) return;
  // What the system says has a code; what decoder and reader say of bytes that are none of theirs has not.
  if (reason instanceof ArchiveError || codeOf(reason) !== null) throw reason;
  // A decoder that runs out of bytes stumbles over what it has not got.
  const why = reason instanceof TypeError ? "it ends too early" : messageOf(reason);
  throw new ArchiveError(`it is broken: ${why}`, { cause: reason });
}

/** Passes everything on, and tells how much. */
function counter(tell: (done: number) => void): Transform {
  let done = 0;
  return new Transform({
    transform(chunk: Buffer, _, callback) {
      done += chunk.length;
      tell(done);
      callback(null, chunk);
    },
  });
}

/**
 * Why it failed; null if it did not. If decoding fails, whoever places entries is told nothing but the end of the stream; if
 * placing fails, the stream is told only that nobody reads any more.
 */
function reasonOf(flowed: PromiseSettledResult<void>, placed: PromiseSettledResult<void>): unknown {
  const reasons = [flowed, placed].flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  return reasons.find((reason) => codeOf(reason) !== "ERR_STREAM_PREMATURE_CLOSE") ?? reasons[0] ?? null;
}

async function placeEntries(tar: Extract, folder: string, { disk }: Unpacking): Promise<void> {
  const plan = new ArchivePlan();
  const links: { readonly path: string; readonly target: string }[] = [];
  for await (const entry of tar) {
    const placement = plan.add(headerOf(entry.header));
    if (placement.kind === "link") links.push(placement);
    else await place(placement, entry as AsyncIterable<Uint8Array>, folder, disk);
    // The next one comes when this one has been read, whatever became of it.
    entry.resume();
  }
  plan.finish();
  for (const { path, target } of links) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(target, join(folder, path));
  }
}

/** The reader's types promise more than it keeps: a flag that it does not know, and a link without a target, are null. */
function headerOf({ name, type, size, mode, linkname }: Partial<Header> & { name: string }): EntryHeader {
  return {
    name,
    type: type ?? "entry of an unknown kind",
    size: size ?? 0,
    mode: mode ?? 0,
    linkname: linkname ?? null,
  };
}

async function place(
  placement: Exclude<Placement, { kind: "link" }>,
  content: AsyncIterable<Uint8Array>,
  root: string,
  disk: Disk,
): Promise<void> {
  if (placement.kind === "nothing") return;
  const path = join(root, placement.path);
  if (placement.kind === "folder") {
    await mkdir(path, { recursive: true });
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  if (placement.kind === "copy") return copyFile(join(root, placement.of), path);
  const file = await disk.create(path, placement.mode);
  try {
    for await (const chunk of content) await file.write(chunk);
  } finally {
    await file.close();
  }
}
