/**
 * What a package offers to be run: its bin, and the module that its `exports` name.
 *
 * Node resolves a package's name, not its directory, so the few rules of "exports" that lead from a directory to its
 * main module are applied here (Node.js documentation, "Packages", sections "Conditional exports" and "main").
 */
import { InvalidValue } from "../options/values.ts";

/** Conditions that hold when the workbench imports a module, in no order: the package's own order decides. */
const conditions: ReadonlySet<string> = new Set(["import", "node", "module-sync", "default"]);

/** The package's bin, relative to its directory: its only one, or, as for npx, the one of its name. Null if there is none. */
export function binOf(manifest: unknown): string | null {
  const bin = field(manifest, "bin");
  if (typeof bin === "string") return bin;
  const bins: readonly unknown[] = typeof bin === "object" && bin !== null ? Object.values(bin) : [];
  const chosen = bins.length === 1 ? bins[0] : field(bin, unscopedName(manifest));
  return typeof chosen === "string" ? chosen : null;
}

export function hasSeveralBins(manifest: unknown): boolean {
  const bin = field(manifest, "bin");
  return typeof bin === "object" && bin !== null && Object.keys(bin).length > 1;
}

/**
 * The package's main module, relative to its directory.
 *
 * @throws {InvalidValue} if `exports` does not offer one to an `import`
 */
export function mainModuleOf(manifest: unknown): string {
  const exports = field(manifest, "exports");
  if (exports === undefined) {
    const main = field(manifest, "main");
    return typeof main === "string" ? main : "./index.js";
  }
  const root = isSubpathMap(exports) ? field(exports, ".") : exports;
  const target = resolveTarget(root);
  if (target === null) throw new InvalidValue('Must be a package whose "exports" offer "." to an import');
  return target;
}

function resolveTarget(target: unknown): string | null {
  if (typeof target === "string") return target;
  if (Array.isArray(target)) return firstResolved(target);
  if (typeof target !== "object" || target === null) return null;
  return firstResolved(
    Object.entries(target).flatMap(([condition, next]) => (conditions.has(condition) ? [next] : [])),
  );
}

function firstResolved(targets: readonly unknown[]): string | null {
  for (const target of targets) {
    const resolved = resolveTarget(target);
    if (resolved !== null) return resolved;
  }
  return null;
}

function isSubpathMap(exports: unknown): boolean {
  return (
    typeof exports === "object" && exports !== null && Object.keys(exports).some((key) => key.startsWith("."))
  );
}

/** `echo` of `@me/echo`. */
function unscopedName(manifest: unknown): string {
  const name = field(manifest, "name");
  return typeof name === "string" ? name.replace(/^@[^/]*\//, "") : "";
}

function field(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name)
    ? Reflect.get(object, name)
    : undefined;
}
