/** What is wrong with the files of a package as it was packed. */
import type { Manifest } from "./published.ts";
import { promisedFiles } from "./subpaths.ts";

/** What must not be published: it is of no use to anybody who installs the package. */
const unwanted = [
  { what: "a test", pattern: /\.(test|spec|bench|fixture)(\.d)?\.[cm]?[jt]sx?(\.map)?$|\.test-d\.ts$/ },
  { what: "a source or test folder", pattern: /^(src|test|tests|bench|scripts|coverage|store)\// },
  {
    what: "a file of the workspace",
    pattern: /^(tsconfig.*\.json|.*\.config\.[cm]?[jt]s|turbo\.json|\.turbo\/.*)$/,
  },
];

/** Versions that mean something inside the workspace only. */
const workspaceProtocol = /^(workspace|catalog|file|link):/;

/**
 * Each fault as a sentence; none if all is well.
 *
 * @param files of the package as installed, relative to it, with slashes
 */
export function faultsOf(manifest: Manifest, files: readonly string[]): readonly string[] {
  const names = new Set(files);
  const missing = ["LICENSE", "README.md", ...promisedFiles(manifest)].filter((file) => !names.has(file));
  return [
    ...missing.map((file) => `${file} is missing: add it to "files", or build it`),
    ...files.flatMap((file) =>
      unwanted
        .filter(({ pattern }) => pattern.test(file))
        .map(({ what }) => `${file} is ${what}: leave it out of "files"`),
    ),
    ...Object.entries(manifest.dependencies ?? {})
      .filter(([, version]) => workspaceProtocol.test(version))
      .map(
        ([name, version]) => `it depends on ${name} as ${version}: pack it with pnpm, which replaces that`,
      ),
  ];
}
