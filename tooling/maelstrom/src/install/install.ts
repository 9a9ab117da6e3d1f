/**
 * Installs a release of Maelstrom into the user's cache, unless it is there.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Release } from "../release.ts";
import { cacheFolder } from "./cache-folder.ts";
import { type Disk, diskError, realDisk } from "./disk.ts";
import { InstallError } from "./install-error.ts";
import { damage } from "./installed.ts";
import { Installing, leftovers } from "./installing.ts";
import {
  type Installation,
  installationIn,
  installationVariable,
  locateMaelstrom,
  type Surroundings,
} from "./locate.ts";
import { staleMs, withLock } from "./lock.ts";
import type { InstallObserver } from "./observer.ts";
import { sourceOf } from "./source.ts";

export interface InstallRequest {
  readonly release: Release;
  /** A file or an address; null for the mirror, if the environment names one, or the official address. */
  readonly from: string | null;
  /** Install again what is there and intact. */
  readonly force: boolean;
}

/** What an installation needs of the world. */
export interface InstallWorld extends Surroundings {
  readonly observer: InstallObserver;
  readonly signal: AbortSignal;
  /** Waits. Rejects at once when the signal is aborted. */
  pause(ms: number): Promise<void>;
  readonly disk?: Disk;
  /** How long a server may say nothing. */
  readonly silenceMs?: number;
}

export interface InstallOutcome {
  /** `present`: it was there and intact. `named`: the environment names an installation, so none is needed. */
  readonly kind: "installed" | "present" | "named";
  readonly installation: Installation;
}

const defaultSilenceMs = 30_000;

/**
 * @throws {InstallError} if it cannot be installed; nothing half remains
 * @throws the signal's reason if that was aborted
 */
export async function installMaelstrom(
  request: InstallRequest,
  world: InstallWorld,
): Promise<InstallOutcome> {
  const { release, from, force } = request;
  const { observer } = world;
  const named = namedByEnvironment(world);
  if (named !== null && from === null && !force && (named.version ?? release.version) === release.version) {
    return { kind: "named", installation: named };
  }
  const source = sourceOf(release, { from, env: world.env, directory: world.directory });
  const cache = cacheFolder(world);
  const locking = {
    signal: world.signal,
    pause: (ms: number) => world.pause(ms),
    waiting: () =>
      observer.note(
        "Another installation is running; waiting for it. Should it have been killed, this one goes on within " +
          `${staleMs / 1000} s.`,
      ),
  };
  try {
    const swept = (await leftovers(cache)).length === 0;
    const before = await present(cache, release);
    if (before !== null && swept && !force) return { kind: "present", installation: before };
    const outcome = await withLock(cache, locking, async (signal): Promise<InstallOutcome> => {
      for (const path of await leftovers(cache)) await rm(path, { recursive: true, force: true });
      // Done by whoever had the lock before.
      const other = await present(cache, release, (problem) => observer.note(problem));
      if (other !== null && !force) return { kind: "present", installation: other };
      const { silenceMs = defaultSilenceMs, disk = realDisk } = world;
      await new Installing(cache, release, source, { ...world, silenceMs, disk, signal }).run();
      const installation = await present(cache, release);
      if (installation !== null) return { kind: "installed", installation };
      throw new InstallError(`${join(cache, release.version)} is gone again; run it once more`);
    });
    if (named !== null) {
      observer.note(`${installationVariable} names ${named.launcher}, which is used as long as it is set.`);
    }
    return outcome;
  } catch (error) {
    world.signal.throwIfAborted();
    throw diskError(error, cache);
  }
}

/** @throws {InstallError} if it names something that is none */
function namedByEnvironment(world: InstallWorld): Installation | null {
  const location = locateMaelstrom(world);
  if (location.found) return location.installation.origin === "environment" ? location.installation : null;
  if (location.reason === "misnamed") throw new InstallError(location.message);
  return null;
}

/** The installation of a release, if it is there and intact; `tell` hears of one that is not. */
async function present(
  cache: string,
  release: Release,
  tell: (problem: string) => void = () => {},
): Promise<Installation | null> {
  const folder = join(cache, release.version);
  const installation = installationIn(folder, "cache", release.version);
  if (installation === null) return null;
  const problem = await damage(folder, release);
  if (problem === null) return installation;
  tell(`${folder} is not intact (${problem}); it is replaced.`);
  return null;
}
