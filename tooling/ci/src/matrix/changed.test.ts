import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changedSince } from "./changed.ts";

let root = "";
let start = "";
let complaints: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glomers-changed-"));
  complaints = [];
  git("init", "--quiet");
  write("packages/echo/src/server.ts", "a server of some lines\nthat git would know again\n");
  write("packages/kafka/src/log.ts");
  start = commit();
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: readonly string[]): string {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...identity, ...args], { cwd: root, encoding: "utf8" }).trim();
}

function write(path: string, text = `${path}\n`): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** @returns the new commit */
function commit(): string {
  git("add", "--all");
  git("commit", "--quiet", "--message", "a change");
  return git("rev-parse", "HEAD");
}

function changed(base: string): readonly string[] | null {
  return changedSince(base, root, (message) => complaints.push(message));
}

test("files that were written since, whatever their names", () => {
  write("packages/echo/src/a name of blanks.ts");
  write("packages/echo/src/größe.ts");
  commit();
  expect(changed(start)).toEqual(["packages/echo/src/a name of blanks.ts", "packages/echo/src/größe.ts"]);
});

test("a file that moved to another package changes both", () => {
  renameSync(join(root, "packages/echo/src/server.ts"), join(root, "packages/kafka/src/server.ts"));
  commit();
  expect(changed(start)).toEqual(["packages/echo/src/server.ts", "packages/kafka/src/server.ts"]);
});

test("what the base's branch did meanwhile is no change of this one", () => {
  write("packages/kafka/src/meanwhile.ts");
  const base = commit();
  git("checkout", "--quiet", start);
  write("packages/echo/src/ours.ts");
  commit();
  expect(changed(base)).toEqual(["packages/echo/src/ours.ts"]);
});

test.each(["", "0".repeat(40)])("there is nothing to compare with in base %j", (base) => {
  expect(changed(base)).toBeNull();
  expect(complaints).toEqual([]);
});

test.each(["1".repeat(40), "--output=x"])("base %s is not there, which is said", (base) => {
  expect(changed(base)).toBeNull();
  expect(complaints).toEqual([expect.stringContaining("so every row is run")]);
});
