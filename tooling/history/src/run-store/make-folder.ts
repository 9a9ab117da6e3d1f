/** Makes folders that a user has named, wherever that is. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, and those above it that are missing.
 *
 * Not by Node's `recursive: true`, which never returns below `/proc`: there a folder can be missing and its parent exist, and
 * yet the system says ENOENT, so that Node makes the parent again, for ever.
 *
 * @throws {Error} the system's, of the first folder that cannot be made
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process, which runs the next row of a table, may have just made it.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
