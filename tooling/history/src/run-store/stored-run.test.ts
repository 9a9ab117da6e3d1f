import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { operationError } from "./read-store.ts";
import { findRuns, readStoredRun } from "./stored-run.ts";

const SAMPLE = join(import.meta.dirname, "../../test/corpus/echo/015");

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glomers-stored-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A folder below the root with these files in it. */
function folder(name: string, files: { readonly [file: string]: string }): string {
  const directory = join(root, name);
  mkdirSync(directory, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(directory, file, ".."), { recursive: true });
    writeFileSync(join(directory, file), content);
  }
  return directory;
}

describe("a stored run", () => {
  test("of Maelstrom's is read with its journal and its results", () => {
    const run = readStoredRun(SAMPLE);
    expect(run).toMatchObject({ timed: true, trace: null, arguments: null });
    expect([run.history.length, run.journal?.length, run.results?.["valid?"]]).toStrictEqual([32, 68, false]);
  });

  test("of which only history.txt is left has no times", () => {
    const run = readStoredRun(folder("run", { "history.txt": "0\t:invoke\t:echo\t1\n" }));
    expect(run).toMatchObject({ timed: false, results: null, journal: null, trace: null });
    expect(run.history).toHaveLength(1);
  });

  test("has what its nodes wrote to stderr, line by line", () => {
    const directory = folder("run", { "history.edn": "", "node-logs/n0.log": "one\n\ntwo\n" });
    expect(readStoredRun(directory).nodeLogs).toStrictEqual(new Map([["n0", ["one", "", "two"]]]));
  });

  test.each<[string, string, string, readonly string[] | null]>([
    [
      "jepsen.log",
      "jepsen.log",
      'INFO [main] jepsen.core - Command line:\nlein run test -w echo --bin "/a \\"b\\"/node" --node-count 1\n',
      ["-w", "echo", "--bin", '/a "b"/node', "--node-count", "1"],
    ],
    ["a list in meta.json", "meta.json", '{"arguments":["test","-w","kafka"]}', ["-w", "kafka"]],
    ["no list", "meta.json", '{"arguments":"test -w kafka"}', null],
    ["no JSON", "meta.json", "{", null],
    ["a log without a command line", "jepsen.log", "INFO lein run\n", null],
  ])("tells its arguments by %s", (_, file, content, expected) => {
    expect(readStoredRun(folder("run", { "history.edn": "", [file]: content })).arguments).toStrictEqual(
      expected,
    );
  });
});

describe("runs in a folder", () => {
  test("are those below it in order, links left out, or the folder itself", () => {
    const second = folder("echo/2", { "history.txt": "" });
    const first = folder("echo/1", { "history.edn": "", "independent/0/history.edn": "" });
    folder("notes", { "readme.txt": "" });
    symlinkSync(first, join(root, "latest"));
    expect(findRuns(root)).toStrictEqual([first, second]);
    expect(findRuns(join(root, "latest"))).toStrictEqual([join(root, "latest")]);
  });

  test("cannot be found where there is no folder", () => {
    expect(() => findRuns(join(root, "nosuch"))).toThrow(
      /nosuch cannot be read: .*; name the folder of a run/,
    );
  });
});

describe("a broken history", () => {
  const good = "{:index 0, :time 1, :type :invoke, :process 0, :f :echo, :value 1}";

  test.each([
    ["line 2, column 1 is no operation: the text ends", "{:index 1 "],
    [
      "line 2, column 12 is no operation: an operation's :time should be an integer",
      "{:index 1, :time ##NaN}",
    ],
    ["line 2, column 2 is no operation: an operation's :index should be an integer", "{:index 1.5, :time 1}"],
    ["line 2, column 9 is no operation: 1e400 is more than a number can be", "{:index 1e400, :time 1}"],
    ["line 2, column 9 is no operation: 1/0 is no number", "{:value 1/0, :time 1}"],
    ["line 2, column 1 is no operation: an operation should be a map", "[1 2]"],
    [
      "line 2, column 58 is no operation: an operation's :value should be without NaN and infinities",
      good.replace(":value 1", ':value [[:poll {"1" [[0 ##NaN]]}]]'),
    ],
    [
      "line 2, column 22 is no operation: an operation's :type should be :invoke",
      "{:index 1, :time 1,  :type :okay}",
    ],
  ])("%s", (message, line) => {
    const directory = folder("run", { "history.edn": `${good}\n${line}\n` });
    expect(() => readStoredRun(directory)).toThrow(`store: ${join(directory, "history.edn")}, ${message}`);
  });

  test("names line and column of history.txt", () => {
    const directory = folder("run", { "history.txt": "0\t:invoke\t:echo\t[1\n" });
    expect(() => readStoredRun(directory)).toThrow(
      `store: ${join(directory, "history.txt")}, line 1, column 17 is no operation: the text ends before the ]`,
    );
  });

  test("is told of an operation that can be read but not be", () => {
    const directory = folder("run", { "history.edn": `\n${good}\n` });
    expect(operationError(directory, 0, "value", "why").message).toBe(
      `store: ${join(directory, "history.edn")}, line 2, column 58 is no operation: why; remove or repair that line`,
    );
  });

  test("is an operation of a copy as much as of the original", () => {
    cpSync(SAMPLE, join(root, "copy"), { recursive: true });
    expect(readStoredRun(join(root, "copy")).history).toStrictEqual(readStoredRun(SAMPLE).history);
  });
});
