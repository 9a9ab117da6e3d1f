/**
 * Which challenges a change concerns: those whose bin it may change, and all of them where it changes what every row is run with.
 *
 * What only judges (the workbench's own simulator and checkers) is left to the nightly run: a row takes half a minute of real time
 * and says nothing of them that their tests do not.
 */

/** A package of the workspace that nodes are made of. */
export interface NodePackage {
  /** The name of its folder in `packages/`. */
  readonly folder: string;
  readonly name: string;
  /** Names of the packages that it depends on, of this workspace or not. */
  readonly dependencies: readonly string[];
}

/** Files that every row is run with. */
const everywhere = [
  /^(package\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|turbo\.json)$/,
  /^tooling\/(config|maelstrom)\//,
  /^tooling\/workbench\/src\/challenges\/table\.ts$/,
  /^tooling\/workbench\/src\/(commands\/)?maelstrom\//,
  /^\.github\/(workflows\/maelstrom\.yml|actions\/maelstrom\/.*)$/,
];

/** Files that no bin is built from. */
const irrelevant = /\.md$|\.(test|bench|fixture)\.ts$|^(packages|tooling)\/[^/]+\/(test|bench|docs)\//;

/**
 * @param changed paths of files, relative to the repository, with slashes
 * @returns folders of packages, in the order in which they were given
 */
export function concernedPackages(
  changed: readonly string[],
  packages: readonly NodePackage[],
): readonly string[] {
  const relevant = changed.filter((path) => !irrelevant.test(path));
  if (relevant.some((path) => everywhere.some((pattern) => pattern.test(path)))) {
    return packages.map(({ folder }) => folder);
  }
  const touched = (one: NodePackage): boolean =>
    relevant.some((path) => path.startsWith(`packages/${one.folder}/`));
  return packages.filter((one) => [...closure(one, packages)].some(touched)).map(({ folder }) => folder);
}

/** A package and all that it is built from. */
function closure(start: NodePackage, packages: readonly NodePackage[]): ReadonlySet<NodePackage> {
  const reached = new Set([start]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const one of reached) {
    for (const other of packages) if (one.dependencies.includes(other.name)) reached.add(other);
  }
  return reached;
}
