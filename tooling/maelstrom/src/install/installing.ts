/**
 * One installation, by the owner of the lock.
 *
 * What is at `<cache>/<version>` is always whole: it is unpacked beside it and comes there by one rename. Everything before that
 * lies in names with a dot, which only the owner of the lock touches, so what a dead run left there can be swept away. Of an
 * interrupted run only the download is kept, to go on from there.
 */
import { rmSync } from "node:fs";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Release } from "../release.ts";
import { sha256Of } from "./checksum.ts";
import { copyArchive } from "./copy-archive.ts";
import type { Disk } from "./disk.ts";
import { type Downloading, download } from "./download.ts";
import { codeOf, InstallError, shown } from "./install-error.ts";
import { complete } from "./installed.ts";
import { PartialFile } from "./partial-file.ts";
import type { Source } from "./source.ts";
import { ArchiveError } from "./unpack/archive-plan.ts";
import { unpack } from "./unpack/unpack.ts";

/** What it needs of the world. */
export interface Workshop extends Downloading {
  readonly disk: Disk;
}

export class Installing {
  readonly #cache: string;
  readonly #release: Release;
  readonly #source: Source;
  readonly #world: Workshop;
  readonly #part: PartialFile;

  constructor(cache: string, release: Release, source: Source, world: Workshop) {
    this.#cache = cache;
    this.#release = release;
    this.#source = source;
    this.#world = world;
    this.#part = new PartialFile(join(cache, ".download"), release.sha256, world.disk);
  }

  async run(): Promise<void> {
    try {
      await this.#fetchChecked();
      await this.#unpackAndPlace();
    } catch (error) {
      // A disk that is full needs the space for something else.
      if (["ENOSPC", "EDQUOT"].includes(codeOf(error) ?? "")) await this.#part.remove();
      throw error;
    }
    await rm(join(this.#cache, ".download"), { recursive: true, force: true });
  }

  /** The archive, of which nothing is believed before its checksum is right. */
  async #fetchChecked(): Promise<void> {
    const release = this.#release;
    const kept = await this.#fetch();
    let sha256 = await this.#checksum();
    if (sha256 !== release.sha256 && kept > 0) {
      // Perhaps the beginning was of another archive, or the machine went down while it was written.
      this.#world.observer.note(
        "What had been kept of an earlier download does not fit; downloading all of it.",
      );
      await this.#part.remove();
      await this.#fetch();
      sha256 = await this.#checksum();
    }
    if (sha256 === release.sha256) return;
    await this.#part.remove();
    throw new InstallError(
      `${nameOf(this.#source)} is not the archive of Maelstrom ${release.version}: its SHA-256 is ${sha256} and must be ` +
        `${release.sha256}. Nothing was unpacked; fetch it again, or from somewhere else with --from`,
    );
  }

  /** @returns how many bytes had come before */
  async #fetch(): Promise<number> {
    if (this.#source.kind === "http") return download(this.#source.url, this.#part, this.#world);
    await copyArchive(this.#source.path, this.#part, this.#world);
    return 0;
  }

  #checksum(): Promise<string> {
    this.#world.observer.progress({ step: "checking", done: 0, total: null });
    return sha256Of(this.#part.path, this.#world.signal);
  }

  async #unpackAndPlace(): Promise<void> {
    const { signal } = this.#world;
    const workplace = await mkdtemp(join(this.#cache, ".unpacking-"));
    // Also when the process ends in the middle, as it does at a second Ctrl-C.
    const sweep = (): void => rmSync(workplace, { recursive: true, force: true });
    process.once("exit", sweep);
    try {
      await unpack(this.#part.path, workplace, this.#world);
      // The archive has everything in one folder.
      const unpacked = join(workplace, "maelstrom");
      const problem = await complete(unpacked, this.#release, signal);
      if (problem !== null) throw new ArchiveError(problem);
      await this.#place(unpacked);
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      await this.#part.remove();
      throw new InstallError(
        `${nameOf(this.#source)} holds no Maelstrom that could be used: ${error.message}. ` +
          "Nothing of it remains; take a release from somewhere else with --from",
        error,
      );
    } finally {
      await rm(workplace, { recursive: true, force: true });
      process.off("exit", sweep);
    }
  }

  /** Puts what is complete where it is looked for, in place of what may be there. */
  async #place(unpacked: string): Promise<void> {
    const target = join(this.#cache, this.#release.version);
    // A folder cannot be renamed to one that is not empty.
    const replaced = await mkdtemp(join(this.#cache, ".replaced-"));
    try {
      await rename(target, join(replaced, "old")).catch((error: unknown) => {
        if (codeOf(error) !== "ENOENT") throw error;
      });
      await rename(unpacked, target);
    } finally {
      await rm(replaced, { recursive: true, force: true });
    }
  }
}

/** What runs have left behind that were killed while they unpacked; or what another one is at, unless one has the lock. */
export async function leftovers(cache: string): Promise<readonly string[]> {
  const names = await readdir(cache).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => /^\.(unpacking|replaced)-/.test(name)).map((name) => join(cache, name));
}

function nameOf(source: Source): string {
  return source.kind === "http" ? shown(source.url) : source.path;
}
