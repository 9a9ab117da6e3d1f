/**
 * Where Maelstrom is: the installation that the environment names, or else the one in the user's cache.
 *
 * What the environment names is taken or refused, never silently replaced by another: a run on a Maelstrom that nobody meant
 * gives figures that nobody can explain.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { defaultRelease, knownReleases } from "../release.ts";
import { cacheFolder, type UserFolders } from "./cache-folder.ts";

/** The environment variable that names an installation: its folder, or its launcher. */
export const installationVariable = "GLOMERS_MAELSTROM";

/** A Maelstrom that can be started. */
export interface Installation {
  /** The program to start; it looks for `java` on the PATH. Absolute. */
  readonly launcher: string;
  /** Null if the launcher is a wrapper of somebody's own, as Nix makes one, and the jar is somewhere else. */
  readonly jar: string | null;
  /** Null if the launcher is none that a known release has. */
  readonly version: string | null;
  /** Who says that it is there. */
  readonly origin: "environment" | "cache";
}

/** Why there is none. */
export interface Absence {
  /** `misnamed`: the environment names something that is no installation. `absent`: the cache has none. */
  readonly reason: "misnamed" | "absent";
  /** What is missing. */
  readonly what: string;
  /** The same, and what to do. */
  readonly message: string;
}

export type Location =
  | { readonly found: true; readonly installation: Installation }
  | ({ readonly found: false } & Absence);

/** What the place of Maelstrom depends on; paths that are typed are relative to `directory`. */
export interface Surroundings extends UserFolders {
  readonly directory: string;
}

/** Finds the installation to use. Looks whether it is there, not whether it is intact: that would read 70 MB each time. */
export function locateMaelstrom(surroundings: Surroundings): Location {
  const named = surroundings.env[installationVariable];
  if (named !== undefined && named !== "") return locateNamed(named, surroundings.directory);
  const cache = cacheFolder(surroundings);
  for (const version of installedVersions(cache)) {
    const installation = installationIn(join(cache, version), "cache", version);
    if (installation !== null) return { found: true, installation };
  }
  const what = `Maelstrom is not installed in ${cache}`;
  return {
    found: false,
    reason: "absent",
    what,
    message: `${what}: run \`glomers maelstrom install\`, or set ${installationVariable} to the folder of an installation`,
  };
}

/** The versions in the cache that may be whole, the default one first, then from the newest to the oldest. */
function installedVersions(cache: string): readonly string[] {
  return entriesOf(cache)
    .filter((name) => /^\d/.test(name))
    .sort((left, right) => right.localeCompare(left, "en", { numeric: true }))
    .sort(
      (left, right) => Number(right === defaultRelease.version) - Number(left === defaultRelease.version),
    );
}

/** The installation in a folder that has the launcher in it; null if there is none. */
export function installationIn(
  folder: string,
  origin: Installation["origin"],
  version: string | null,
): Installation | null {
  const launcher = join(folder, "maelstrom");
  const jar = join(folder, "lib", "maelstrom.jar");
  return isFile(launcher) && isFile(jar) ? { launcher, jar, version, origin } : null;
}

function locateNamed(named: string, directory: string): Location {
  const path = resolve(directory, named);
  const refuse = (why: string): Location => ({
    found: false,
    reason: "misnamed",
    what: `${installationVariable}=${named} ${why}`,
    message:
      `${installationVariable}=${named} ${why}: set it to a folder that holds the launcher \`maelstrom\` and ` +
      "`lib/maelstrom.jar`, or to the launcher, or unset it to use the one that `glomers maelstrom install` installs",
  });
  const stats = statsOf(path);
  if (stats === null) return refuse("does not exist");
  if (stats.isFile()) return { found: true, installation: startedBy(path) };
  if (!stats.isDirectory()) return refuse("is neither a folder nor a program");
  // The archive has everything in a folder `maelstrom`, so the folder round that one is easily meant, too.
  for (const folder of [path, join(path, "maelstrom")]) {
    const installation = installationIn(folder, "environment", versionOf(join(folder, "maelstrom")));
    if (installation !== null) return { found: true, installation };
  }
  // As Nix and the likes of it lay packages out.
  const program = join(path, "bin", "maelstrom");
  if (isFile(program)) return { found: true, installation: startedBy(program) };
  return refuse("holds no Maelstrom");
}

/**
 * The installation that a launcher starts. Where links lead to one with its jar, it is called by its real name: the launcher of
 * 0.2.3 looks for the jar beside the name that it was called by.
 */
function startedBy(path: string): Installation {
  const launcher = realpathSync(path);
  const jars = [".", ".."].map((up) => join(dirname(launcher), up, "lib", "maelstrom.jar"));
  const jar = jars.find(isFile) ?? null;
  return {
    launcher: jar === null ? path : launcher,
    jar,
    version: versionOf(launcher),
    origin: "environment",
  };
}

/** The release that a launcher belongs to. The launchers of most releases differ, and are short. */
function versionOf(launcher: string): string | null {
  if (!isFile(launcher)) return null;
  const hash = createHash("sha256").update(readFileSync(launcher)).digest("hex");
  return knownReleases.find(({ files }) => files?.launcher === hash)?.version ?? null;
}

function isFile(path: string): boolean {
  return statsOf(path)?.isFile() ?? false;
}

/** What one may not look at, or what lies below a file, is as good as not there. */
function statsOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
