/**
 * An installation in the cache: what is noted of it when it is made, and whether it is still that.
 *
 * The note serves versions whose files nobody has published checksums of; those of known releases are in the code.
 */
import { constants } from "node:fs";
import { access, chmod, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { knownReleases, type Release, type ReleaseFiles } from "../release.ts";
import { sha256Of } from "./checksum.ts";
import type { Installation } from "./locate.ts";

/** What the archive unpacks to, in one folder. */
const launcherPath = "maelstrom";
const jarPath = join("lib", "maelstrom.jar");
const notePath = ".glomers.json";

interface Note {
  /** Of the archive. */
  readonly sha256: string;
  readonly files: ReleaseFiles;
}

/**
 * What is wrong with what has just been unpacked, or null: then it is made ready to be used.
 *
 * The archive has been checked before, so a file that differs tells of a fault in unpacking, or of a disk that writes what it
 * was not given.
 */
export async function complete(
  folder: string,
  release: Release,
  signal: AbortSignal,
): Promise<string | null> {
  for (const path of [launcherPath, jarPath]) {
    if (!(await isFile(join(folder, path)))) return `it has no ${path}`;
  }
  const files = await filesOf(folder, signal);
  const problem = release.files === null ? null : difference(files, release.files);
  if (problem !== null) return problem;
  await chmod(join(folder, launcherPath), 0o755);
  const note: Note = { sha256: release.sha256, files };
  await writeFile(join(folder, notePath), `${JSON.stringify(note, null, 2)}\n`);
  return null;
}

/**
 * Why an installation is not intact, or null: `lib/maelstrom.jar is not the one of the release`.
 *
 * @param release - what it should be; of an unknown version its own note is believed
 */
export async function damage(
  folder: string,
  release: Pick<Release, "sha256" | "files"> | null,
  signal?: AbortSignal,
): Promise<string | null> {
  for (const path of [launcherPath, jarPath]) {
    if (!(await isFile(join(folder, path)))) return `${path} is missing`;
  }
  const note = await noteIn(folder);
  if (release !== null && note !== null && note.sha256 !== release.sha256) {
    return "it was unpacked from another archive";
  }
  const expected = release?.files ?? note?.files ?? null;
  if (expected === null) return "nothing tells what its files should be";
  const problem = difference(await filesOf(folder, signal), expected);
  if (problem !== null) return problem;
  return (await isExecutable(join(folder, launcherPath))) ? null : `${launcherPath} is not executable`;
}

/** What can be said of an installation that was found, wherever it is. */
export interface Inspection {
  /** What is wrong with it; null if nothing is known to be. */
  readonly problem: string | null;
  /** Whether there was something to hold its files against. */
  readonly checked: boolean;
}

export async function inspect({ launcher, jar, version, origin }: Installation): Promise<Inspection> {
  const folder = dirname(launcher);
  const known = knownReleases.find((release) => release.version === version) ?? null;
  const whole = jar === join(folder, jarPath) && (known !== null || origin === "cache");
  if (whole) return { problem: await damage(folder, known), checked: true };
  return {
    problem: (await isExecutable(launcher)) ? null : "its launcher is not executable",
    checked: false,
  };
}

async function filesOf(folder: string, signal?: AbortSignal): Promise<ReleaseFiles> {
  return {
    launcher: await sha256Of(join(folder, launcherPath), signal),
    jar: await sha256Of(join(folder, jarPath), signal),
  };
}

function difference(found: ReleaseFiles, expected: ReleaseFiles): string | null {
  if (found.launcher !== expected.launcher) return `${launcherPath} is not the one of the release`;
  if (found.jar !== expected.jar) return `${jarPath} is not the one of the release`;
  return null;
}

async function noteIn(folder: string): Promise<Note | null> {
  const text = await readFile(join(folder, notePath), "utf8").catch(() => "null");
  try {
    const value: unknown = JSON.parse(text);
    return isNote(value) ? value : null;
  } catch {
    return null;
  }
}

function isNote(value: unknown): value is Note {
  if (typeof value !== "object" || value === null || !("sha256" in value && "files" in value)) return false;
  const { sha256, files } = value;
  if (typeof sha256 !== "string" || typeof files !== "object" || files === null) return false;
  if (!("launcher" in files && "jar" in files)) return false;
  return typeof files.launcher === "string" && typeof files.jar === "string";
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
