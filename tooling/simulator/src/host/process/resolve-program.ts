/**
 * Finds out before the start why a program would not start. The system's own answer is `ENOENT` both for a program
 * that is missing and for one whose interpreter is, and a script with Windows line ends fails in a language of its own.
 */
import { constants } from "node:fs";
import { access, open, realpath, stat } from "node:fs/promises";
import { extname } from "node:path";

/**
 * The canonical path of the program `bin`, which Maelstrom starts it by (MAELSTROM.md section 3).
 * @throws {Error} which says what is wrong and what to do, if it cannot be started.
 */
export async function resolveProgram(bin: string): Promise<string> {
  return (await examineProgram(bin)).path;
}

/** A program that can be started. */
export interface ExaminedProgram {
  /** Its canonical path. */
  readonly path: string;
  /** What may be why it does nothing that a node should do, as a sentence; null if nothing is. */
  readonly doubt: string | null;
}

/**
 * The same, and what is odd about a program that can be started all the same.
 * @throws {Error} as `resolveProgram`
 */
export async function examineProgram(bin: string): Promise<ExaminedProgram> {
  const path = await realpath(bin).catch((error: unknown) => {
    throw cannotStart(bin, `it does not exist (${codeOf(error)}); check the path, or build it first`);
  });
  const status = await stat(path);
  if (status.isDirectory()) throw cannotStart(bin, "it is a directory; give the program inside it");
  await access(path, constants.X_OK).catch(() => {
    throw cannotStart(bin, `it is not executable; ${howToStart(path)}`);
  });
  if (status.isFile() && status.size === 0) throw cannotStart(bin, "it is empty; build it again");
  const head = await headOf(path);
  // Executable and not readable is allowed for binaries; then there is nothing to be found out here.
  if (head === null) return { path, doubt: null };
  if (head.startsWith("#!")) await checkInterpreter(bin, path, head.split("\n")[0] ?? "");
  return { path, doubt: doubtAbout(path, head) };
}

/** Languages whose sources no interpreter's line makes a program of, by the ends of their files' names. */
const COMPILED: ReadonlySet<string> = new Set([
  ".c",
  ".cc",
  ".cpp",
  ".cs",
  ".go",
  ".kt",
  ".rs",
  ".swift",
  ".zig",
]);

/** `chmod +x` on a source file would only have `/bin/sh` tried on it. */
function howToStart(path: string): string {
  const extension = extname(path);
  if (COMPILED.has(extension))
    return "it is a source file; compile it, and give the program that comes of it";
  if (extension === ".java" || extension === ".jar") {
    const what = extension === ".jar" ? `-jar ${path}` : path;
    return `give a script that starts it, with the lines #!/bin/sh and exec java ${what} "$@"`;
  }
  return `run: chmod +x ${path}`;
}

/** The error of a start that failed in spite of everything, for instance a program for another kind of machine. */
export function cannotStart(bin: string, why: string): Error {
  return new Error(`ProcessHost: cannot start ${bin}: ${why}`);
}

/** The `code` of a system error, such as `ENOENT`, or its text. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return String(error);
}

/** @param firstLine - with its `#!`, and a carriage return if there is one */
async function checkInterpreter(bin: string, path: string, firstLine: string): Promise<void> {
  if (firstLine.endsWith("\r")) {
    throw cannotStart(
      bin,
      "its first line ends as lines do on Windows (CRLF), so that its interpreter is not found; " +
        `save it with Unix line ends, for instance: sed -i 's/\\r$//' ${path}`,
    );
  }
  const interpreter = firstLine.slice(2).trim().split(/\s+/)[0] ?? "";
  await access(interpreter, constants.X_OK).catch(() => {
    throw cannotStart(
      bin,
      `its first line names an interpreter that is not there: ${firstLine}; install it or change that line`,
    );
  });
}

/** Interpreters of scripts, by the ends of their names. */
const INTERPRETERS: ReadonlyMap<string, string> = new Map([
  [".js", "node"],
  [".mjs", "node"],
  [".cjs", "node"],
  [".ts", "node"],
  [".py", "python3"],
  [".rb", "ruby"],
  [".sh", "sh"],
]);

/**
 * A text without `#!` is no program to the system. The C library's `execvp`, by which we start it, and Java's copy of it, by
 * which Maelstrom does, hand such a file to `/bin/sh`; what that makes of JavaScript explains itself to nobody.
 */
function doubtAbout(path: string, head: string): string | null {
  // A binary has bytes of zero within its first few, and no script has any.
  if (head.startsWith("#!") || head.includes("\0")) return null;
  if (head.startsWith(`${BYTE_ORDER_MARK}#!`)) {
    return `${path} begins with a byte order mark, so that its first line is not seen and /bin/sh is tried on it, by Maelstrom, too; save it as UTF-8 without that mark.`;
  }
  const example = INTERPRETERS.get(extname(path)) ?? "python3";
  return `${path} has no first line that names its interpreter, so that /bin/sh is tried on it, by Maelstrom, too; let it begin with a line such as #!/usr/bin/env ${example}.`;
}

/** UTF-8's, read as Latin-1. */
const BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

/** Linux reads no more than this of a script's first line. */
const HEAD_LENGTH = 256;

/** The first bytes of a file as Latin-1; null if they cannot be read. */
async function headOf(path: string): Promise<string | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_LENGTH), 0, HEAD_LENGTH, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await file.close();
  }
}
