/** A home of its own for an installation, with servers, an observer that remembers, and a clock that does not wait. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type InstallOutcome,
  type InstallRequest,
  type InstallWorld,
  installMaelstrom,
} from "../src/install/install.ts";
import type { Progress } from "../src/install/observer.ts";
import type { Release } from "../src/release.ts";
import { type ArchiveEntry, type Sample, sampleRelease, sha256, tarBz2 } from "./archive.ts";
import { type ArchiveServer, archiveServer, type Behaviour } from "./archive-server.ts";

export interface Sandbox {
  /** A release, the same for all tests of a file. */
  readonly sample: Sample;
  readonly home: string;
  readonly cache: string;
  readonly notes: string[];
  readonly progress: Progress[];
  readonly world: InstallWorld;
  /** Installs the sample, unless another release is named. */
  install(changes?: Partial<InstallRequest>, world?: InstallWorld): Promise<InstallOutcome>;
  serve(...behaviours: readonly Behaviour[]): Promise<ArchiveServer>;
  /** Makes a file with an archive of these entries, and names the release that it would be. */
  archiveFile(entries: readonly ArchiveEntry[]): Promise<{ from: string; release: Release }>;
  /** Everything in the cache, hidden names too. */
  cached(): readonly string[];
  /** Closes its servers, and removes it. */
  remove(): Promise<void>;
}

/** Compressing takes a third of a second. */
let shared: Promise<Sample> | null = null;

export async function sandbox(): Promise<Sandbox> {
  shared ??= sampleRelease();
  const sample = await shared;
  const home = mkdtempSync(join(tmpdir(), "glomers-install-"));
  const cache = join(home, ".cache", "glomers", "maelstrom");
  const servers: ArchiveServer[] = [];
  const notes: string[] = [];
  const progress: Progress[] = [];
  const own: InstallWorld = {
    env: {},
    platform: "linux",
    home,
    directory: home,
    signal: new AbortController().signal,
    observer: { note: (text) => notes.push(text), progress: (step) => progress.push(step) },
    pause: async () => {},
  };
  return {
    sample,
    home,
    cache,
    notes,
    progress,
    world: own,
    install: (changes = {}, world = own) =>
      installMaelstrom({ release: sample.release, from: null, force: false, ...changes }, world),
    async serve(...behaviours) {
      const server = await archiveServer(...behaviours);
      servers.push(server);
      return server;
    },
    async archiveFile(entries) {
      const archive = await tarBz2(entries);
      const from = join(home, "archive.tar.bz2");
      writeFileSync(from, archive);
      return { from, release: { version: "9.9.9", sha256: sha256(archive), files: null } };
    },
    cached: () => readdirSync(cache).sort(),
    async remove() {
      for (const server of servers) await server.close();
      rmSync(home, { recursive: true });
    },
  };
}
