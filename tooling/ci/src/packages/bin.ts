/**
 * `check:release`: packs every published package and tries the tarballs as those do who install them.
 *
 * Each package is installed alone with npm, which shows that its dependencies are complete, and run by `npx` from its tarball; all
 * together with npm, pnpm and yarn. Each time all entries are imported, their types checked as nodenext and bundlers resolve
 * them, and the bins run. Nothing is published, and no registry is asked for a package of this workspace.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { endPrograms, type Outcome, runProgram } from "../run-program.ts";
import { runSideBySide } from "../run-side-by-side.ts";
import type { Tarball } from "./consumer.ts";
import { type Manager, managers } from "./managers.ts";
import { type Package, publishedPackages, withDependencies } from "./published.ts";
import { consumerEnv, consumerNode } from "./surroundings.ts";
import { faultOf, initFaults, initLine, type Tools, tryProject } from "./try-project.ts";

/** One thing to be tried, and what it is called in the report. */
interface Check {
  readonly title: string;
  readonly run: () => Promise<readonly string[]>;
}

const root = resolve(import.meta.dirname, "../../../..");
const require = createRequire(import.meta.url);
const node = consumerNode(process.env, process.execPath);
const env = consumerEnv(process.env, node);
const folder = mkdtempSync(join(tmpdir(), "glomers-packages-"));
const limit = Math.max(2, availableParallelism());

process.on("exit", () => {
  endPrograms();
  rmSync(folder, { recursive: true, force: true });
});
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
] as const) {
  process.on(signal, () => process.exit(128 + number));
}

const tools: Tools = {
  manager: (manager, cwd) => {
    const [command, ...first] = commandOf(manager);
    return run(command, [...first, ...manager.install], cwd, { ...env, ...manager.env });
  },
  node: (args, cwd) => run(node, args, cwd),
  compiler: (args, cwd) => run(join(root, "node_modules", ".bin", "tsc"), args, cwd, process.env),
  bin: (path, args, cwd, input) => run(path, args, cwd, env, input),
  typeRoot: dirname(dirname(require.resolve("@types/node/package.json"))),
};

const started = performance.now();
const packages = publishedPackages(root);
const version = await run(node, ["--version"], folder);
print(`${packages.length} packages, tried on Node ${version.stdout.trim()}`);
const tarballs = await pack(packages);
if (tarballs !== null) await check(tarballs);

async function check(packed: ReadonlyMap<Package, Tarball>): Promise<void> {
  const results = await runSideBySide(checksOf(packed), limit, async ({ title, run: runCheck }) => {
    const from = performance.now();
    const faults = await runCheck();
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    print(`${faults.length === 0 ? "✓" : "✗"} ${title} (${seconds} s)`);
    for (const fault of faults) print(indent(fault));
    return faults.length === 0;
  });
  const failed = results.filter((passed) => !passed).length;
  print(`Packages tried in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  print(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

async function pack(wanted: readonly Package[]): Promise<ReadonlyMap<Package, Tarball> | null> {
  const packed = await runSideBySide(wanted, limit, async (one) => {
    const { name } = one.manifest;
    const file = join(folder, `${name.replace(/^@/, "").replace("/", "-")}.tgz`);
    const outcome = await run("pnpm", ["pack", "--out", file], one.folder, process.env);
    if (outcome.code === 0) return [one, { name, file }] as const;
    print(`✗ ${name}\n${indent(faultOf("pnpm pack", outcome))}`);
    return null;
  });
  const tarballsOf = new Map(packed.filter((one) => one !== null));
  if (tarballsOf.size === wanted.length) return tarballsOf;
  print(`${tarballsOf.size} passed, ${wanted.length - tarballsOf.size} failed`);
  process.exitCode = 1;
  return null;
}

function checksOf(packed: ReadonlyMap<Package, Tarball>): readonly Check[] {
  const scope = packages[0]?.manifest.name.split("/")[0] ?? "";
  const nodes = new Set(packages.filter(isOfNodes).flatMap(binsOf));
  const all = tarballsFor(packages, packed);
  const [npm, ...others] = managers(scope);
  if (npm === undefined) return [];
  const project = (title: string, manager: Manager, wanted: readonly Tarball[], name: string): Check => ({
    title: `${manager.name.padEnd(4)} ${title}`,
    run: () =>
      tryProject({ manager, project: { wanted, available: all }, folder: join(folder, name), nodes }, tools),
  });
  return [
    // The long ones first, so that none of them is waited for alone at the end.
    ...[npm, ...others].map((manager) =>
      project("all packages together", manager, all, `all-${manager.name}`),
    ),
    ...packages.map((one, index) =>
      project(`${one.manifest.name} alone`, npm, tarballsFor([one], packed), `alone-${index}`),
    ),
    ...packages.flatMap((one) =>
      binsOf(one).map((bin) => ({
        title: `npx  ${bin} from the tarball of ${one.manifest.name}`,
        run: () => tryNpx(bin, tarballsFor(withDependencies(one, packages), packed), nodes.has(bin)),
      })),
    ),
  ];
}

/** `npx` is told of the tarballs that the package depends on, too, since they are in no registry yet. */
async function tryNpx(bin: string, from: readonly Tarball[], isNode: boolean): Promise<readonly string[]> {
  const cwd = join(folder, `npx-${bin}`);
  mkdirSync(cwd);
  // A cache of its own: what `npx` installs must not stay in the user's.
  const settings = { ...env, npm_config_cache: join(cwd, "cache"), npm_config_loglevel: "error" };
  const args = ["--yes", ...from.map(({ file }) => `--package=${file}`), "--", bin];
  const help = await run("npx", [...args, "--help"], cwd, settings);
  if (help.code !== 0 || help.stdout.trim() === "") return [faultOf(`npx ${bin} --help`, help)];
  return isNode ? initFaults(`npx ${bin}`, await run("npx", args, cwd, settings, initLine)) : [];
}

function commandOf({ name }: Manager): readonly [string, ...string[]] {
  return name === "yarn" ? [node, require.resolve("@yarnpkg/cli-dist/bin/yarn.js")] : [name];
}

function tarballsFor(wanted: readonly Package[], packed: ReadonlyMap<Package, Tarball>): readonly Tarball[] {
  return wanted.flatMap((one) => packed.get(one) ?? []);
}

function isOfNodes(one: Package): boolean {
  return relative(root, one.folder).startsWith("packages");
}

function binsOf({ manifest }: Package): readonly string[] {
  return Object.keys(manifest.bin ?? {});
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  environment: NodeJS.ProcessEnv = env,
  input?: string,
): Promise<Outcome> {
  return runProgram(command, args, { cwd, env: environment, ...(input === undefined ? {} : { input }) });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
