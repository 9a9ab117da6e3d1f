/** The packages of the workspace that are published, as their manifests describe them. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What is read of a `package.json`. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly bin?: Readonly<Record<string, string>>;
  /** Only maps from subpaths to targets: what this workspace writes. */
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What the package says of single rows of the official table. */
  readonly glomers?: { readonly rows?: Readonly<Record<string, { readonly open?: string }>> };
}

export interface Package {
  readonly manifest: Manifest;
  /** Absolute. */
  readonly folder: string;
}

/** Every package below `packages/` and `tooling/` that is not private, in the order of their names. */
export function publishedPackages(root: string): readonly Package[] {
  return ["packages", "tooling"]
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((folder) => isFile(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: readManifest(join(folder, "package.json")) }))
    .filter(({ manifest }) => manifest.private !== true)
    .sort((left, right) => left.manifest.name.localeCompare(right.manifest.name, "en"));
}

/** The package itself and the workspace's packages that come with it when it is installed. */
export function withDependencies(wanted: Package, all: readonly Package[]): readonly Package[] {
  const needed = new Set<Package>();
  const add = (one: Package): void => {
    if (needed.has(one)) return;
    needed.add(one);
    for (const name of Object.keys(one.manifest.dependencies ?? {})) {
      const dependency = all.find(({ manifest }) => manifest.name === name);
      if (dependency !== undefined) add(dependency);
    }
  };
  add(wanted);
  return [...needed];
}

export function readManifest(path: string): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!isManifest(manifest)) throw new Error(`${path} has no name and version: give it both`);
  return manifest;
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === "object" && value !== null && "name" in value && "version" in value;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
