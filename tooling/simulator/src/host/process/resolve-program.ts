/**
 * Finds out before the start why a program would not start. The system's own answer is `ENOENT` both for a program
 * that is missing and for one whose interpreter is, and a script with Windows line ends fails in a language of its own.
 */
import { constants } from "node:fs";
import { access, open, realpath, stat } from "node:fs/promises";

/**
 * The canonical path of the program `bin`, which Maelstrom starts it by (MAELSTROM.md section 3).
 * @throws {Error} which says what is wrong and what to do, if it cannot be started.
 */
export async function resolveProgram(bin: string): Promise<string> {
  const path = await realpath(bin).catch((error: unknown) => {
    throw cannotStart(bin, `it does not exist (${codeOf(error)}); check the path, or build it first`);
  });
  const status = await stat(path);
  if (status.isDirectory()) throw cannotStart(bin, "it is a directory; give the program inside it");
  await access(path, constants.X_OK).catch(() => {
    throw cannotStart(bin, `it is not executable; run: chmod +x ${path}`);
  });
  await checkInterpreter(bin, path);
  return path;
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

async function checkInterpreter(bin: string, path: string): Promise<void> {
  const firstLine = await shebangOf(path);
  if (firstLine === null) return;
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

/** Linux reads no more than this of a script's first line. */
const SHEBANG_LENGTH = 256;

/** The first line of a script, `#!` and a carriage return included; null if the file does not begin with one. */
async function shebangOf(path: string): Promise<string | null> {
  // Executable and not readable is allowed for binaries; then there is nothing to be found out here.
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SHEBANG_LENGTH), 0, SHEBANG_LENGTH, 0);
    const [firstLine = ""] = buffer.toString("latin1", 0, bytesRead).split("\n");
    return firstLine.startsWith("#!") ? firstLine : null;
  } finally {
    await file.close();
  }
}
