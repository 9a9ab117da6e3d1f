/** Runs the bundled bin as a user would, in a directory of its own. */
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const bin: string = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

/** The absolute path of a file in `test/fixtures`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** What a finished `glomers` left behind. */
export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A temporary directory, to work in and to be removed by `remove`. */
export interface Scratch {
  readonly path: string;
  /** The text of a file of the run that began last. */
  current(file: string): string;
  remove(): void;
}

export function scratch(): Scratch {
  // Real, because macOS reaches its temporary directory through a link and a process reports the other name.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "glomers-test-")));
  return {
    path,
    current: (file) => readFileSync(join(path, "store", "current", file), "utf8"),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

const environment = { ...process.env, NO_COLOR: "1" };

/** Variables of the environment beside those of this process; undefined takes one away. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Runs `glomers` to its end. */
export function glomers(directory: string, ...args: readonly string[]): Promise<Finished> {
  return glomersWith({}, directory, ...args);
}

export function glomersWith(
  extra: Environment,
  directory: string,
  ...args: readonly string[]
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const options = { cwd: directory, env: { ...environment, ...extra }, maxBuffer: 2 ** 26 };
    const child = execFile(process.execPath, [bin, ...args], options, (error, out, err) => {
      if (error !== null && typeof error.code === "string") reject(error);
      else resolve({ code: child.exitCode, out, err });
    });
  });
}

/** A `glomers` that is still running. */
export interface Running {
  kill(signal: NodeJS.Signals): void;
  /** Settles when it has printed a text. */
  said(text: string): Promise<void>;
  readonly finished: Promise<Finished>;
}

/** Starts `glomers`; `preload` is a module that runs in it before anything else, `changes` are of its environment. */
export function start(
  directory: string,
  args: readonly string[],
  preload?: string,
  changes: NodeJS.ProcessEnv = {},
): Running {
  const imports = preload === undefined ? [] : ["--import", preload];
  const env = { ...environment, ...changes };
  const child = spawn(process.execPath, [...imports, bin, ...args], { cwd: directory, env });
  let out = "";
  let err = "";
  const awaited = new Map<string, () => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    for (const [wanted, settle] of awaited) if (out.includes(wanted)) settle();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return {
    kill: (signal) => child.kill(signal),
    said: (text) =>
      new Promise((resolve) => {
        awaited.set(text, resolve);
        if (out.includes(text)) resolve();
      }),
    finished: new Promise((resolve) => {
      child.on("close", (code) => resolve({ code, out, err }));
    }),
  };
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
