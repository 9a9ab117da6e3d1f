/**
 * Finds the packages that solve the challenges: `packages/<challenge>` in the working directory or above it.
 *
 * The workbench never imports a challenge, since challenges use the workbench in their tests. It runs what it finds.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { binOf, mainModuleOf } from "../subject/package-manifest.ts";

/** What to run for a challenge, or why that is impossible. */
export type Solution =
  | { readonly kind: "bin" | "module"; readonly file: string }
  | { readonly kind: "none"; readonly reason: string };

/** Looks for the program, or for the module that runs in virtual time, of one challenge. */
export function findSolution(challenge: string, wanted: "bin" | "module", directory: string): Solution {
  const folder = packageFolder(challenge, directory);
  if (folder === null) return none(`no packages/${challenge}`);
  const target = targetOf(join(folder, "package.json"), wanted);
  if (target === null) return none(`packages/${challenge} has no ${wanted}`);
  const file = join(folder, target);
  return isFile(file) ? { kind: wanted, file } : none(`packages/${challenge} is not built`);
}

/** The nearest one wins, as with `node_modules`. */
function packageFolder(challenge: string, directory: string): string | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    const candidate = join(folder, "packages", challenge);
    if (isFile(join(candidate, "package.json"))) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

function targetOf(manifestPath: string, wanted: "bin" | "module"): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(manifestPath, "utf8"));
    return wanted === "bin" ? binOf(manifest) : mainModuleOf(manifest);
  } catch {
    // A package that says nothing usable is one that has no such thing.
    return null;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function none(reason: string): Solution {
  return { kind: "none", reason };
}
