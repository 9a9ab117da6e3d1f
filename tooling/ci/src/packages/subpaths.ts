/** What can be imported from a package: the subpaths of its `exports`, those with a pattern for every file that it has. */
import type { Manifest } from "./published.ts";

/** One thing that can be imported. */
export interface Entry {
  /** What an import statement names, for instance `@gossip-glomers/protocol/stdio`. */
  readonly specifier: string;
  readonly kind: "module" | "json";
}

/**
 * The entries of a package, given the files in it, which are named relative to it with slashes.
 *
 * A package without `exports` is one that has a bin and nothing to be imported.
 */
export function entriesOf({ name, exports = {} }: Manifest, files: readonly string[]): readonly Entry[] {
  return Object.entries(exports).flatMap(([subpath, target]) => {
    const file = targetOf(target);
    if (file === null) return [];
    return expand(subpath, file, files).map((one) => ({
      specifier: `${name}${one.slice(1)}`,
      kind: file.endsWith(".json") ? "json" : "module",
    }));
  });
}

/** The files, relative to the package, that `exports` promises, those of types included. */
export function promisedFiles({ exports = {}, bin = {} }: Manifest): readonly string[] {
  const targets = [...Object.values(exports).flatMap(targetsOf), ...Object.values(bin)];
  return [...new Set(targets.filter((target) => !target.includes("*")).map(withoutDot))];
}

function expand(subpath: string, target: string, files: readonly string[]): readonly string[] {
  const [before, after] = withoutDot(target).split("*");
  if (before === undefined || after === undefined) return [subpath];
  return files
    .filter((file) => file.startsWith(before) && file.endsWith(after))
    .map((file) => subpath.replace("*", file.slice(before.length, file.length - after.length)));
}

function targetOf(target: unknown): string | null {
  if (typeof target === "string") return target;
  return typeof target === "object" && target !== null && "default" in target
    ? targetOf(target.default)
    : null;
}

function targetsOf(target: unknown): readonly string[] {
  if (typeof target === "string") return [target];
  return typeof target === "object" && target !== null ? Object.values(target).flatMap(targetsOf) : [];
}

function withoutDot(path: string): string {
  return path.replace(/^\.\//, "");
}
