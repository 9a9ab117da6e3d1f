/** Symbolic links that are replaced in one step, so that whoever follows `store/latest` always arrives somewhere. */
import { renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, relative } from "node:path";
import { StoreError } from "./store-error.ts";

/** Makes `link` point to `target`, by a relative path so that the store can be moved as a whole. */
export function replaceLink(link: string, target: string): void {
  // Two runs that end at once must not use the same name; a process finishes one run at a time.
  const temporary = `${link}.${process.pid}.new`;
  try {
    rmSync(temporary, { force: true });
    symlinkSync(relative(dirname(link), target), temporary);
    renameSync(temporary, link);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw new StoreError(`the link ${link} cannot be set`, cause, "remove what stands in its place");
  }
}
