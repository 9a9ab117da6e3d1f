/** Files that somebody has asked for: looked at before the work begins, and written whole or not at all. */
import { accessSync, constants, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "@gossip-glomers/history";
import { OptionError } from "./options/option-reader.ts";

/** A file named by an option. */
export interface AskedFile {
  readonly flag: string;
  /** Absolute. */
  readonly path: string;
}

/**
 * Makes the folder of a file, so that what takes minutes does not end with a file that cannot be written.
 *
 * @throws {OptionError} if it cannot be written to
 */
export function prepareFile({ flag, path }: AskedFile): void {
  try {
    makeFolder(dirname(path));
    accessSync(dirname(path), constants.W_OK);
  } catch (cause) {
    throw refused({ flag, path }, cause);
  }
}

/**
 * Makes the folder that runs are to be kept in, so that nothing is started that could not be kept.
 *
 * @param typed - as it was typed
 * @throws {OptionError} if it cannot be written to
 */
export function prepareStore(path: string, typed: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  } catch (cause) {
    throw new OptionError(`--store ${typed} cannot be written: ${reasonOf(cause)}; name another folder`);
  }
}

/** The path itself, or the nearest folder above it that is there. */
export function nearestExisting(path: string): string {
  const parent = dirname(path);
  return existsSync(path) || parent === path ? path : nearestExisting(parent);
}

/** @throws {OptionError} if it cannot be written */
export function writeAskedFile(file: AskedFile, content: string): void {
  const temporary = `${file.path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, content);
    try {
      renameSync(temporary, file.path);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (cause) {
    throw refused(file, cause);
  }
}

function refused({ flag, path }: AskedFile, cause: unknown): OptionError {
  return new OptionError(`${flag} ${path} cannot be written: ${reasonOf(cause)}; name another file`);
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
