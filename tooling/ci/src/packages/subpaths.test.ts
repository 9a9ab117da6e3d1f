import { expect, test } from "vitest";
import { entriesOf } from "./subpaths.ts";

const manifest = { name: "@scope/one", version: "1.0.0" };

test("every subpath is an entry, a pattern one for each file", () => {
  const exports = {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./testing": { import: { types: "./x.d.ts" }, default: { default: "./dist/testing/index.js" } },
    "./schema/*.json": "./dist/schema/*.json",
    "./package.json": "./package.json",
  };
  const files = ["package.json", "dist/index.js", "dist/schema/a.json", "dist/schema/deep/b.json", "a.json"];
  expect(entriesOf({ ...manifest, exports }, files)).toEqual([
    { specifier: "@scope/one", kind: "module" },
    { specifier: "@scope/one/testing", kind: "module" },
    { specifier: "@scope/one/schema/a.json", kind: "json" },
    { specifier: "@scope/one/schema/deep/b.json", kind: "json" },
    { specifier: "@scope/one/package.json", kind: "json" },
  ]);
});

test("a subpath that is closed, or a package that exports nothing, has no entry", () => {
  expect(entriesOf({ ...manifest, exports: { "./internal/*": null } }, ["internal/a.js"])).toEqual([]);
  expect(entriesOf(manifest, ["dist/bin.js"])).toEqual([]);
});
