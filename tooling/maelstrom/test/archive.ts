/** Archives as Maelstrom's releases are, and worse ones, made in memory. */
import { createHash, randomFillSync } from "node:crypto";
import { buffer } from "node:stream/consumers";
import compressjs from "compressjs";
import { pack } from "tar-stream";
import type { Release } from "../src/release.ts";

export interface ArchiveEntry {
  readonly name: string;
  readonly content?: string | Uint8Array;
  readonly type?: "file" | "directory" | "symlink" | "link" | "fifo" | "character-device" | "block-device";
  readonly linkname?: string;
  readonly mode?: number;
}

export async function tarBz2(entries: readonly ArchiveEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content = "", type = "file", linkname, mode = 0o644 } of entries) {
    const bytes = Buffer.from(content);
    const link = linkname === undefined ? {} : { linkname };
    tar.entry({ name, type, mode, size: bytes.length, ...link }, bytes);
  }
  tar.finalize();
  return Buffer.from(compressjs.Bzip2.compressFile(await buffer(tar), null, 1));
}

export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export const launcherText = "#!/bin/sh\necho this is no Maelstrom\n";

/** What a release holds, in the order in which `tar` finds it. The jar has a size that takes several packets. */
export function releaseEntries(jar: Uint8Array): readonly ArchiveEntry[] {
  return [
    { name: "maelstrom/", type: "directory", mode: 0o755 },
    { name: "maelstrom/README.md", content: "# Maelstrom\n" },
    { name: "maelstrom/lib/", type: "directory", mode: 0o755 },
    { name: "maelstrom/lib/maelstrom.jar", content: jar },
    { name: "maelstrom/demo/ruby/echo.rb", content: "#!/usr/bin/env ruby\n", mode: 0o755 },
    { name: "maelstrom/demo/echo", type: "symlink", linkname: "ruby/echo.rb" },
    { name: "maelstrom/demo/again.rb", type: "link", linkname: "maelstrom/demo/ruby/echo.rb" },
    // Without the bit that makes it a program: installing sets it.
    { name: "maelstrom/maelstrom", content: launcherText },
  ];
}

/** A release with its archive. */
export interface Sample {
  readonly archive: Buffer;
  readonly jar: Buffer;
  readonly release: Release;
}

/** A release of a version that nobody knows. */
export async function sampleRelease(): Promise<Sample> {
  const jar = randomFillSync(Buffer.alloc(150_000));
  const archive = await tarBz2(releaseEntries(jar));
  const files = { launcher: sha256(launcherText), jar: sha256(jar) };
  return { archive, jar, release: { version: "9.9.9", sha256: sha256(archive), files } };
}
