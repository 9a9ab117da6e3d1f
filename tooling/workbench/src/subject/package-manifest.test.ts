import { describe, expect, it } from "vitest";
import { binOf, mainModuleOf } from "./package-manifest.ts";

describe("the bin of a package", () => {
  it.each<[manifest: unknown, bin: string | null]>([
    [{ bin: "./dist/bin.js" }, "./dist/bin.js"],
    [{ bin: { "glomers-echo": "./dist/bin.js" } }, "./dist/bin.js"],
    [{ bin: { a: "./a.js", b: "./b.js" } }, null],
    [{ name: "@me/b", bin: { a: "./a.js", b: "./b.js" } }, "./b.js"],
    [{ bin: {} }, null],
    [{}, null],
    ["not a manifest", null],
  ])("of %j is %j", (manifest, bin) => {
    expect(binOf(manifest)).toBe(bin);
  });
});

describe("the main module of a package", () => {
  it.each<[manifest: unknown, module: string]>([
    [{ exports: "./dist/index.js" }, "./dist/index.js"],
    [{ exports: { default: "./a.js" } }, "./a.js"],
    [{ exports: { ".": { types: "./a.d.ts", default: "./a.js" } } }, "./a.js"],
    [{ exports: { ".": { require: "./a.cjs", node: { import: "./a.mjs" } } } }, "./a.mjs"],
    [{ exports: { ".": [{ browser: "./b.js" }, "./a.js"], "./x": "./x.js" } }, "./a.js"],
    [{ exports: { ".": { import: null, default: "./a.js" } } }, "./a.js"],
    [{ main: "lib/main.js" }, "lib/main.js"],
    [{}, "./index.js"],
  ])("of %j is %s", (manifest, module) => {
    expect(mainModuleOf(manifest)).toBe(module);
  });

  it.each([{ exports: {} }, { exports: { "./x": "./x.js" } }, { exports: { ".": { require: "./a.cjs" } } }])(
    "of %j is none",
    (manifest) => {
      expect(() => mainModuleOf(manifest)).toThrow('"exports" offer "."');
    },
  );
});
