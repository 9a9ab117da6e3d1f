/**
 * The action as its `action.yml` puts it together: each step gets what it says there and nothing else, so that an input that is
 * not handed on, or an output that no step gives, is found here and not on GitHub. Other actions are left out.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { runProgram } from "../src/run-program.ts";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

const home = resolve(import.meta.dirname, "../../../.github/actions/maelstrom");
const action: Action = parse(readFileSync(join(home, "action.yml"), "utf8"));
const readme = readFileSync(join(home, "README.md"), "utf8");
let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "glomers-action-")));
  mkdirSync(join(folder, "bin"));
  for (const name of ["gnuplot", "dot"]) {
    writeFileSync(join(folder, "bin", name), "#!/bin/sh\n");
    chmodSync(join(folder, "bin", name), 0o755);
  }
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs all steps, and gives the action's outputs and the exit code of the last step that ran. */
async function runAction(inputs: Readonly<Record<string, string>>, around: NodeJS.ProcessEnv) {
  const given = Object.entries(action.inputs).map(([name, { default: value }]) => [
    name,
    inputs[name] ?? value,
  ]);
  const values = new Map(given.map(([name, value]) => [`inputs.${name}`, value ?? ""]));
  const evaluate = (text: string): string =>
    text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
      const value = values.get(expression);
      if (value === undefined) throw new Error(`nothing gives ${expression}`);
      return value;
    });
  let code: number | null = 0;
  for (const [index, { id, run, env = {} }] of action.runs.steps.entries()) {
    if (run === undefined || code !== 0) continue;
    const output = join(folder, `output-${index}`);
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, evaluate(value)]));
    const outcome = await runProgram("/bin/bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
      cwd: folder,
      env: {
        PATH: `${join(folder, "bin")}:${process.env.PATH}`,
        HOME: folder,
        GITHUB_ACTION_PATH: home,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: join(folder, "summary"),
        STAND_IN_CALLS: join(folder, "calls"),
        ...around,
        ...own,
      },
    });
    code = outcome.code;
    const lines = existsSync(output) ? readFileSync(output, "utf8").trimEnd().split("\n") : [];
    for (const line of lines) {
      const [name, value] = line.split(/=(.*)/s);
      values.set(`steps.${id}.outputs.${name}`, value ?? "");
    }
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, evaluate(value)]);
  return { code, outputs: Object.fromEntries(outputs) };
}

const workbench = join(import.meta.dirname, "stand-in-workbench.js");

function calls(): readonly unknown[] {
  const text = readFileSync(join(folder, "calls"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

test("every input reaches the workbench, and every output comes from a step", async () => {
  mkdirSync(join(folder, "nodes"));
  const sha256 = "c".repeat(64);
  const { code, outputs } = await runAction(
    {
      ...{ bin: "./node", workload: "echo", args: "--rate 5 -- --slow", version: "0.2.2", sha256, workbench },
      "working-directory": "nodes",
    },
    {},
  );
  const store = join(folder, "nodes/store");
  expect(code).toBe(0);
  expect(outputs).toEqual({ verdict: "valid", store });
  expect(calls()).toEqual([
    ["maelstrom", "install", "--version", "0.2.2", "--sha256", sha256],
    ["maelstrom", "doctor", "--bin", "./node"],
    [
      ...["maelstrom", "test", "-w", "echo", "--bin", "./node", "--store", store],
      ...["--rate", "5", "--", "--slow"],
    ],
  ]);
});

test("rows reach it, too, with an installation of the runner's own, and a bad verdict fails the action", async () => {
  const around = { GLOMERS_MAELSTROM: "/opt/maelstrom", STAND_IN_CODE: "2" };
  const { code, outputs } = await runAction({ rows: "5b 5c", workbench }, around);
  expect({ code, outputs }).toEqual({
    code: 2,
    outputs: { verdict: "unknown", store: join(folder, "store") },
  });
  expect(calls()).toEqual([
    ["maelstrom", "doctor"],
    [
      "maelstrom",
      "challenges",
      "5b",
      "5c",
      "--store",
      join(folder, "store"),
      "--summary",
      expect.any(String),
    ],
  ]);
});

test.each(["inputs", "outputs"] as const)("its README has all its %s, and no others", (kind) => {
  const section = readme.split(/^## /m).find((text) => text.toLowerCase().startsWith(kind)) ?? "";
  const cells = section.split("\n").flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? []);
  const names = cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  expect(names.sort()).toEqual(Object.keys(action[kind]).sort());
});
