/** What Turborepo takes for a change: asked of Turborepo itself, since globs that match nothing are no error to it. */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { publishedPackages } from "../src/packages/published.ts";
import { runProgram } from "../src/run-program.ts";

const root = resolve(import.meta.dirname, "../../..");

interface Task {
  readonly taskId: string;
  readonly directory: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[] | null;
  readonly dependencies: readonly string[];
}

let tasks: readonly Task[] = [];

beforeAll(async () => {
  const { code, stdout, output } = await runProgram(
    join(root, "node_modules/.bin/turbo"),
    ["run", "build", "maelstrom", "--dry=json"],
    { cwd: root },
  );
  expect(code, output).toBe(0);
  const plan: { readonly tasks: readonly Task[] } = JSON.parse(stdout.slice(stdout.indexOf("{")));
  tasks = plan.tasks;
});

function task(id: string): Task {
  const found = tasks.find(({ taskId }) => taskId === id);
  if (found === undefined) throw new Error(`turbo plans no ${id}, only ${tasks.map((one) => one.taskId)}`);
  return found;
}

/** Those of the challenges: whatever has the script. */
const solutions = publishedPackages(root).filter(({ folder }) =>
  readFileSync(join(folder, "package.json"), "utf8").includes('"maelstrom":'),
);

test("a package is built anew when whatever its build reads has changed, and not for tests or documents", () => {
  for (const { directory, inputs, taskId } of tasks.filter((one) => one.taskId.endsWith("#build"))) {
    const files = Object.keys(inputs);
    const read = ["package.json", "tsconfig.json", "tsconfig.build.json", "tsup.config.ts"];
    expect(files, taskId).toEqual(
      expect.arrayContaining(read.filter((name) => existsSync(join(root, directory, name)))),
    );
    expect(
      files.filter((file) => /\.(test|bench)\.ts$|\.md$|^(test|bench)\//.test(file)),
      taskId,
    ).toEqual([]);
  }
});

test.each(solutions.map(({ manifest }) => manifest.name))(
  "%s runs on Maelstrom anew with another bin, workbench or official table, and with nothing else",
  (name) => {
    const { inputs, dependencies, outputs } = task(`${name}#maelstrom`);
    expect([...dependencies].sort()).toEqual([`${name}#build`, "@gossip-glomers/workbench#build"].sort());
    // Which flags its rows have stands in the manifest.
    expect(Object.keys(inputs)).toEqual(["package.json"]);
    expect(outputs).toEqual(["maelstrom/**"]);
  },
);

test("there are six challenges, and the table is a part of the workbench", () => {
  expect(solutions).toHaveLength(6);
  expect(Object.keys(task("@gossip-glomers/workbench#build").inputs)).toContain("src/challenges/table.ts");
});
