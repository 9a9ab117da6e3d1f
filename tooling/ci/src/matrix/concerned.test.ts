import { resolve } from "node:path";
import { expect, test } from "vitest";
import { concernedPackages, type NodePackage } from "./concerned.ts";
import { readNodePackages } from "./packages.ts";

const protocol = packageOf("protocol", []);
const kv = packageOf("kv-client", ["@scope/protocol"]);
const echo = packageOf("echo", ["@scope/protocol"]);
const counter = packageOf("g-counter", ["@scope/kv-client"]);
const packages = [protocol, kv, echo, counter];

test.each([
  ["its own package", ["packages/echo/src/server.ts"], ["echo"]],
  ["a manifest", ["packages/g-counter/package.json"], ["g-counter"]],
  ["what one is built from", ["packages/kv-client/src/kv.ts"], ["kv-client", "g-counter"]],
  ["what all are built from", ["packages/protocol/src/x.ts"], ["protocol", "kv-client", "echo", "g-counter"]],
  ["the lockfile", ["pnpm-lock.yaml"], ["protocol", "kv-client", "echo", "g-counter"]],
  ["the launcher", ["tooling/maelstrom/src/x.ts"], ["protocol", "kv-client", "echo", "g-counter"]],
  [
    "how the workbench runs Maelstrom",
    ["tooling/workbench/src/maelstrom/run-maelstrom.ts"],
    ["protocol", "kv-client", "echo", "g-counter"],
  ],
  [
    "the command that runs the table on Maelstrom",
    ["tooling/workbench/src/commands/maelstrom/challenges.ts"],
    ["protocol", "kv-client", "echo", "g-counter"],
  ],
  ["tests of the launcher", ["tooling/maelstrom/test/x.ts", "tooling/maelstrom/src/x.test.ts"], []],
  ["the workflow", [".github/workflows/maelstrom.yml"], ["protocol", "kv-client", "echo", "g-counter"]],
  ["another workflow", [".github/workflows/ci.yml"], []],
  ["the checkers", ["tooling/checkers/src/x.ts"], []],
  [
    "documents and tests",
    ["packages/echo/README.md", "packages/echo/src/a.test.ts", "packages/echo/test/b.ts"],
    [],
  ],
  ["a package of a longer name", ["packages/echo-two/src/a.ts"], []],
  ["nothing", [], []],
])("a change of %s", (_, changed, concerned) => {
  expect(concernedPackages(changed, packages)).toEqual(concerned);
});

test("in this workspace, the protocol concerns every challenge, and the clients of services those that have them", () => {
  const { packages: real } = readNodePackages(resolve(import.meta.dirname, "../../../.."));
  expect(concernedPackages(["packages/protocol/src/index.ts"], real)).toEqual(
    real.map(({ folder }) => folder),
  );
  const ofServices = concernedPackages(["packages/kv-client/src/index.ts"], real);
  expect(ofServices).toContain("g-counter");
  expect(ofServices).not.toContain("echo");
});

function packageOf(folder: string, dependencies: readonly string[]): NodePackage {
  return { folder, name: `@scope/${folder}`, dependencies };
}
