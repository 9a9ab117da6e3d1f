/**
 * The package managers: what a project of each looks like, and how each installs it.
 *
 * None may ask a registry for a package of this workspace: its version is not published yet, or an older one is. So the
 * scope's registry is one that refuses every connection.
 */
import { type Files, type Project, specifiersOf } from "./consumer.ts";

export interface Manager {
  readonly name: "npm" | "pnpm" | "yarn";
  readonly files: (project: Project) => Files;
  /** The command line, without the program's own path. */
  readonly install: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Port 9 discards; nothing listens there. */
const nowhere = "http://127.0.0.1:9/";

export function managers(scope: string): readonly Manager[] {
  const npmrc = `${scope}:registry=${nowhere}\n`;
  return [
    {
      name: "npm",
      files: (project) => ({
        ".npmrc": npmrc,
        "package.json": manifest({
          dependencies: specifiersOf(project.wanted),
          // What is asked for directly must not be overridden by another specifier; the same one is allowed.
          overrides: specifiersOf(project.available),
        }),
      }),
      install: ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
      env: {},
    },
    {
      name: "pnpm",
      files: (project) => ({
        ".npmrc": npmrc,
        "package.json": manifest({ dependencies: specifiersOf(project.wanted) }),
        "pnpm-workspace.yaml": JSON.stringify({
          packages: ["."],
          overrides: specifiersOf(project.available),
        }),
      }),
      install: ["install", "--no-frozen-lockfile", "--ignore-scripts"],
      env: {},
    },
    {
      // Yarn 4, with the linker that makes a `node_modules`: Plug'n'Play needs its own Node and compiler to be looked at.
      name: "yarn",
      files: (project) => ({
        ".yarnrc.yml": JSON.stringify({
          nodeLinker: "node-modules",
          enableTelemetry: false,
          enableGlobalCache: false,
          enableScripts: false,
          npmScopes: { [scope.slice(1)]: { npmRegistryServer: nowhere } },
          unsafeHttpWhitelist: ["127.0.0.1"],
        }),
        // Without a lockfile of its own, a project in another one's folder would be taken for a part of that.
        "yarn.lock": "",
        "package.json": manifest({
          dependencies: specifiersOf(project.wanted),
          resolutions: specifiersOf(project.available),
        }),
      }),
      install: ["install"],
      env: { YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
    },
  ];
}

function manifest(fields: Record<string, unknown>): string {
  return JSON.stringify({ name: "consumer", version: "1.0.0", private: true, type: "module", ...fields });
}
