/** What passes on a developer's machine passes on GitHub: both have to run the same. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readWorkflow } from "../src/workflows/read-workflow.ts";

const root = resolve(import.meta.dirname, "../../..");
const here = readFileSync(join(root, ".ci/run"), "utf8");
const workflow = readWorkflow(readFileSync(join(root, ".github/workflows/ci.yml"), "utf8"));
const there = workflow.steps.map(({ script }) => script).join("\n");

test.each(
  [...here.matchAll(/^bash (\.ci\/\w+)|pnpm@12 run ([\w:]+)/gm)].map(([, script, check]) => [
    script ?? check,
  ]),
)("the workflow CI runs %s, too", (what) => expect(there).toContain(what));

test("the workflow CI runs what the README's test command does", () => {
  const manifest: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const tasks = (command: string | undefined): readonly string[] =>
    (/turbo run ([\w ]+)/.exec(command ?? "")?.[1] ?? "").split(" ").sort();
  expect(tasks(there)).toEqual(tasks(manifest.scripts.test));
  expect(tasks(there)).toContain("test");
});
