/** The machine that this process is on. */
import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, open, stat, statfs } from "node:fs/promises";
import { arch, freemem, tmpdir, totalmem } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { inspect } from "../install/installed.ts";
import { locateMaelstrom, type Surroundings } from "../install/locate.ts";
import type { Machine, Memory, Ran } from "./machine.ts";

/** No program takes that long to say its version; one that asks for something on a terminal would take for ever. */
const patienceMs = 20_000;

export function realMachine(surroundings: Surroundings): Machine {
  const { env, platform, directory } = surroundings;
  return {
    env,
    platform,
    arch: arch(),
    nodeVersion: process.versions.node,
    directory,
    temporaryDirectory: tmpdir(),
    find: (program) => find(program, env.PATH ?? "", directory),
    run: (path, args) => run(path, args, env),
    async kindOf(path) {
      const stats = await stat(path).catch(() => null);
      if (stats === null) return "nothing";
      // Opening a pipe would wait for somebody who writes to it.
      if (stats.isFile()) return "file";
      return stats.isDirectory() ? "folder" : "other";
    },
    mayExecute: (path) => may(path, constants.X_OK),
    mayWrite: (path) => may(path, constants.W_OK),
    head,
    freeDisk,
    memory,
    locateMaelstrom: () => locateMaelstrom(surroundings),
    inspect: (installation) => inspect(installation),
  };
}

async function find(program: string, path: string, directory: string): Promise<string | null> {
  for (const folder of path.split(delimiter)) {
    // An empty entry means the working directory.
    const candidate = join(resolve(directory, folder), program);
    const stats = await stat(candidate).catch(() => null);
    if (stats?.isFile() === true && (await may(candidate, constants.X_OK))) return candidate;
  }
  return null;
}

function run(path: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran | null> {
  return new Promise((resolved) => {
    const options = { env, timeout: patienceMs, killSignal: "SIGKILL" } as const;
    const child = execFile(path, args, options, (error, stdout, stderr) => {
      const text = `${stdout}${stderr}`;
      if (error === null) resolved({ code: 0, text });
      else resolved(typeof error.code === "number" ? { code: error.code, text } : null);
    });
    // Nobody is going to answer.
    child.stdin?.end();
  });
}

function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function head(path: string, bytes: number): Promise<Uint8Array | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/** Of the nearest folder that there is. */
async function freeDisk(path: string): Promise<number | null> {
  const stats = await statfs(path).catch(() => null);
  if (stats !== null) return stats.bavail * stats.bsize;
  return dirname(path) === path ? null : freeDisk(dirname(path));
}

function memory(): Memory {
  // 0 or a number beyond all memory where no container sets a limit.
  const limit = process.constrainedMemory();
  const total = limit > 0 && limit < totalmem() ? limit : totalmem();
  return { total, available: Math.min(freemem(), total) };
}
