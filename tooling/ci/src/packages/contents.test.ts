import { expect, test } from "vitest";
import { faultsOf } from "./contents.ts";
import type { Manifest } from "./published.ts";

const manifest: Manifest = {
  name: "@scope/one",
  version: "1.0.0",
  bin: { one: "./dist/bin.js" },
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./schema/*.json": "./dist/schema/*.json",
  },
  dependencies: { "@scope/two": "^1.0.0" },
};
const whole = ["LICENSE", "README.md", "package.json", "dist/bin.js", "dist/index.js", "dist/index.d.ts"];

test("a whole package has no fault", () => {
  expect(faultsOf(manifest, [...whole, "dist/testing/index.js", "docs/messages.md"])).toEqual([]);
});

test.each(whole.filter((file) => file !== "package.json"))("%s must be there", (file) => {
  const faults = faultsOf(
    manifest,
    whole.filter((one) => one !== file),
  );
  expect(faults).toEqual([`${file} is missing: add it to "files", or build it`]);
});

test.each([
  "dist/node.test.d.ts",
  "dist/play.fixture.js",
  "src/index.ts",
  "test/ordeal.ts",
  "tsconfig.build.json",
  "tsup.config.ts",
  ".turbo/turbo-build.log",
])("%s must not be there", (file) => {
  const faults = faultsOf(manifest, [...whole, file]);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(file);
});

test.each(["workspace:^", "catalog:", "link:../two", "file:../two"])(
  "a dependency must not be %s",
  (version) => {
    const faults = faultsOf({ ...manifest, dependencies: { "@scope/two": version } }, whole);
    expect(faults).toEqual([
      `it depends on @scope/two as ${version}: pack it with pnpm, which replaces that`,
    ]);
  },
);
