/**
 * The folder that Maelstrom is run in. It writes to `store` there, whatever that is; so a store of another name is shown to it
 * as a link.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

export interface WorkingFolder {
  readonly directory: string;
  /** Takes away what was made for the run alone; the store stays. */
  release(): void;
}

/** @param store - absolute path of the folder that is to hold `<workload>/<time>`; made if need be */
export function workingFolderFor(store: string): WorkingFolder {
  mkdirSync(store, { recursive: true });
  if (basename(store) === "store") return { directory: dirname(store), release: () => {} };
  const directory = mkdtempSync(join(tmpdir(), "glomers-maelstrom-"));
  symlinkSync(store, join(directory, "store"));
  return { directory, release: () => rmSync(directory, { recursive: true, force: true }) };
}
