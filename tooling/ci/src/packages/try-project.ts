/** Makes a consumer's project, installs it, and uses what it has got: its files, its entries, its types, its bins. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Outcome } from "../run-program.ts";
import { compilerOptions, type Files, type Project, programFiles, resolutions } from "./consumer.ts";
import { faultsOf } from "./contents.ts";
import type { Manager } from "./managers.ts";
import { readManifest } from "./published.ts";
import { type Entry, entriesOf } from "./subpaths.ts";

/** How to start the programs that a project needs; each is run in the project's folder. */
export interface Tools {
  readonly manager: (manager: Manager, cwd: string) => Promise<Outcome>;
  readonly node: (args: readonly string[], cwd: string) => Promise<Outcome>;
  readonly compiler: (args: readonly string[], cwd: string) => Promise<Outcome>;
  readonly bin: (path: string, args: readonly string[], cwd: string, input?: string) => Promise<Outcome>;
  /** Where the declarations of Node are. */
  readonly typeRoot: string;
}

export interface Attempt {
  readonly manager: Manager;
  readonly project: Project;
  /** Absolute; made here. */
  readonly folder: string;
  /** Names of the bins that are nodes, and so answer `init`. */
  readonly nodes: ReadonlySet<string>;
}

/** What was found wrong, each with what the program that found it said; none if all is well. */
export async function tryProject(attempt: Attempt, tools: Tools): Promise<readonly string[]> {
  const { manager, project, folder } = attempt;
  write(folder, manager.files(project));
  const installed = await tools.manager(manager, folder);
  if (installed.code !== 0) return [faultOf(`${manager.name} ${manager.install.join(" ")}`, installed)];

  const faults: string[] = [];
  const entries: Entry[] = [];
  for (const { name } of project.wanted) {
    const home = join(folder, "node_modules", name);
    const files = filesBelow(home);
    const manifest = readManifest(join(home, "package.json"));
    faults.push(...faultsOf(manifest, files).map((fault) => `${name}: ${fault}`));
    entries.push(...entriesOf(manifest, files));
    for (const bin of Object.keys(manifest.bin ?? {})) {
      faults.push(...(await tryBin(bin, attempt, tools)));
    }
  }
  return [...faults, ...(await tryEntries(entries, attempt, tools))];
}

async function tryEntries(
  entries: readonly Entry[],
  { folder }: Attempt,
  tools: Tools,
): Promise<readonly string[]> {
  write(folder, programFiles(entries));
  const faults: string[] = [];
  const imported = await tools.node(["consumer.mjs"], folder);
  if (imported.code !== 0) faults.push(faultOf("importing every entry", imported));
  for (const resolution of resolutions) {
    const config = `tsconfig.${resolution}.json`;
    write(folder, { [config]: compilerOptions(resolution, tools.typeRoot) });
    const compiled = await tools.compiler(["--project", config], folder);
    if (compiled.code !== 0) faults.push(faultOf(`types under moduleResolution ${resolution}`, compiled));
  }
  return faults;
}

async function tryBin(bin: string, { folder, nodes }: Attempt, tools: Tools): Promise<readonly string[]> {
  const path = join(folder, "node_modules", ".bin", bin);
  const help = await tools.bin(path, ["--help"], folder);
  if (help.code !== 0 || help.stdout.trim() === "") return [faultOf(`${bin} --help`, help)];
  if (!nodes.has(bin)) return [];
  return initFaults(bin, await tools.bin(path, [], folder, initLine));
}

/** What Maelstrom says first to a node. */
export const initLine = `${JSON.stringify({
  id: 0,
  src: "c0",
  dest: "n0",
  body: { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] },
})}\n`;

/** A node answers `init`, and ends well at the end of its input. */
export function initFaults(bin: string, outcome: Outcome): readonly string[] {
  const answered = outcome.stdout.split("\n").some((line) => {
    return line.includes('"type":"init_ok"') && line.includes('"in_reply_to":1');
  });
  return answered && outcome.code === 0 ? [] : [faultOf(`${bin}, told init`, outcome)];
}

export function faultOf(what: string, { code, output }: Outcome): string {
  const said = output.trim() === "" ? "It said nothing." : output.trim();
  return `${what}: ${code === null ? "did not end by itself" : `exit code ${code}`}\n${said}`;
}

function write(folder: string, files: Files): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** Through links, since pnpm's packages are links; but not into what a package has installed for itself. */
function filesBelow(home: string): readonly string[] {
  const visit = (folder: string): readonly string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      if (name === "node_modules") return [];
      return statSync(path).isDirectory() ? visit(path) : [relative(home, path).split(sep).join("/")];
    });
  return visit(home);
}
