import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSolution, findSolutionToRun, requireProgram } from "./workspace.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glomers-workspace-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const manifest = JSON.stringify({ bin: { "glomers-echo": "./dist/bin.js" }, exports: "./dist/index.js" });

const echo = { id: "1", challenge: "echo" };

describe("the solution of a challenge", () => {
  it("is found from a folder further down", () => {
    write("packages/echo/package.json", manifest);
    write("packages/echo/dist/bin.js", "");
    write("packages/echo/dist/index.js", "");
    const below = join(root, "packages", "echo", "dist");
    expect(findSolution(echo, "bin", below)).toEqual({
      kind: "bin",
      file: join(below, "bin.js"),
      args: [],
      open: null,
    });
    expect(findSolution(echo, "module", below)).toEqual({
      kind: "module",
      file: join(below, "index.js"),
      args: [],
      open: null,
    });
  });

  it("is none without the package, its manifest's word, or its build", () => {
    const none = (reason: string) => ({ kind: "none", reason, isMissing: true });
    expect(findSolution(echo, "bin", root)).toEqual(none("no packages/echo"));
    write("packages/echo/package.json", manifest);
    expect(findSolution(echo, "bin", root)).toEqual(none("packages/echo is not built"));
    write("packages/echo/package.json", "{}");
    expect(findSolution(echo, "bin", root)).toEqual(none("packages/echo has no bin"));
    write("packages/echo/package.json", JSON.stringify({ bin: { a: "a.js", b: "b.js" } }));
    const several = "packages/echo has several bins, and none of the package's name";
    expect(findSolution(echo, "bin", root)).toEqual(none(several));
  });

  it("cannot be told from a manifest that is not JSON, which is said", () => {
    write("packages/echo/package.json", '{"bin":"./bin.js",}');
    expect(() => findSolution(echo, "bin", root)).toThrow(/echo.package\.json cannot be read: .* JSON/);
  });

  it("has the arguments that its package wishes for a row, or says what is wrong with them", () => {
    write("packages/echo/dist/bin.js", "");
    const wishing = (rows: object) =>
      write("packages/echo/package.json", JSON.stringify({ bin: "dist/bin.js", glomers: { rows } }));
    wishing({ "1": { args: ["--loud"] } });
    expect(findSolution(echo, "bin", root)).toMatchObject({ args: ["--loud"] });
    wishing({ "1": { args: "--loud" } });
    expect(() => findSolution(echo, "bin", root)).toThrow(
      /echo.package\.json: "glomers\.rows\.1\.args" must be/,
    );
  });
});

describe("a table", () => {
  const missing = { reason: "no packages/echo", isMissing: true };

  it("is refused if no row has a program, as most likely the folder is the wrong one", () => {
    expect(() => requireProgram([missing, missing], "bin", root)).toThrow(
      `There is nothing to run: no packages/echo (looked for in ${root} and the folders above it).\nGo to a folder with`,
    );
  });

  it("is run if one row has", () => {
    expect(() => requireProgram([missing, { typed: [] }], "bin", root)).not.toThrow();
  });

  it("is run if there is a program that its package calls open", () => {
    write("packages/echo/dist/bin.js", "");
    const glomers = { rows: { "1": { open: "too slow" } } };
    write("packages/echo/package.json", JSON.stringify({ bin: "dist/bin.js", glomers }));
    const open = findSolutionToRun(echo, "bin", root, false);
    expect(open).toEqual({ kind: "none", reason: "too slow", isMissing: false });
    expect(() => requireProgram([open], "bin", root)).not.toThrow();
  });
});
