import { resolve } from "node:path";
import { expect, test } from "vitest";
import { type Package, publishedPackages, withDependencies } from "./published.ts";

test("this workspace publishes its packages and the workbench, and nothing private", () => {
  const names = publishedPackages(resolve(import.meta.dirname, "../../../..")).map(
    ({ manifest }) => manifest.name,
  );
  expect(names).toContain("@gossip-glomers/protocol");
  expect(names).toContain("@gossip-glomers/workbench");
  expect(names).not.toContain("@gossip-glomers/ci");
  expect(names).not.toContain("@gossip-glomers/simulator");
});

test("a package brings what its dependencies depend on, once each", () => {
  const one = packageOf("one", ["two", "three", "elsewhere"]);
  const two = packageOf("two", ["three"]);
  const three = packageOf("three", []);
  const all = [one, two, three, packageOf("four", ["one"])];
  expect(withDependencies(one, all)).toEqual([one, two, three]);
  expect(withDependencies(three, all)).toEqual([three]);
});

function packageOf(name: string, dependencies: readonly string[]): Package {
  return {
    folder: `/${name}`,
    manifest: {
      name,
      version: "1.0.0",
      dependencies: Object.fromEntries(dependencies.map((one) => [one, "^1.0.0"])),
    },
  };
}
