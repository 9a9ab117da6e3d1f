/** What the manifests below `packages/` say: what is built from what, and which rows are open. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readManifest } from "../packages/published.ts";
import type { NodePackage } from "./concerned.ts";

export interface NodePackages {
  readonly packages: readonly NodePackage[];
  /** Ids of rows that a package says it does not solve yet. */
  readonly open: ReadonlySet<string>;
}

export function readNodePackages(root: string): NodePackages {
  const folders = readdirSync(join(root, "packages")).sort();
  const manifests = folders.map(
    (folder) => [folder, readManifest(join(root, "packages", folder, "package.json"))] as const,
  );
  return {
    packages: manifests.map(([folder, { name, dependencies = {} }]) => ({
      folder,
      name,
      dependencies: Object.keys(dependencies),
    })),
    open: new Set(
      manifests.flatMap(([, { glomers }]) =>
        Object.entries(glomers?.rows ?? {}).flatMap(([id, { open }]) => (open === undefined ? [] : [id])),
      ),
    ),
  };
}
