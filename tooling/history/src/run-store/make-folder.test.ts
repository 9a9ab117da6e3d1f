import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeFolder } from "./make-folder.ts";

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "make-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("makes those above it as well, and is content with what is there", () => {
  const path = join(scratch(), "a", "b", "c");
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test("says what the system says where a file is in the way", () => {
  const folder = scratch();
  writeFileSync(join(folder, "a"), "");
  expect(() => makeFolder(join(folder, "a", "b"))).toThrow("EEXIST");
});

test.skipIf(!existsSync("/proc/self"))("comes back where the system makes no folders, with an error", () => {
  expect(() => makeFolder("/proc/nothing/here")).toThrow(/ENOENT|EACCES|EPERM/);
});
