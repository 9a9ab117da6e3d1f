/**
 * The folders of runs in a store of Maelstrom's: `<store>/<workload>/<time>`. The links beside them (`latest`, `current`) are
 * not looked at: early releases set them only at the end, and a crash may leave them at another run.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** All of them, in the order of their names, which is that of time within a workload; none if there is no store. */
export function runFolders(store: string): readonly string[] {
  return foldersIn(store).flatMap((workload) =>
    foldersIn(join(store, workload)).map((time) => join(store, workload, time)),
  );
}

/** Those that have come since `before` was asked for. */
export function newRunFolders(store: string, before: readonly string[]): readonly string[] {
  const known = new Set(before);
  return runFolders(store).filter((folder) => !known.has(folder));
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
