import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { workingFolderFor } from "./working-folder.ts";

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "glomers-working-")));
});
afterEach(() => rmSync(home, { recursive: true }));

it("is the folder round a store of that name", () => {
  const folder = workingFolderFor(join(home, "store"));
  expect(folder.directory).toBe(home);
  folder.release();
  expect(existsSync(join(home, "store"))).toBe(true);
});

it("shows a store of another name under the name that Maelstrom writes to", () => {
  const { directory, release } = workingFolderFor(join(home, "runs"));
  mkdirSync(join(directory, "store", "echo"), { recursive: true });
  writeFileSync(join(directory, "store", "echo", "results.edn"), "{}");
  expect(existsSync(join(home, "runs", "echo", "results.edn"))).toBe(true);
  release();
  expect(existsSync(directory)).toBe(false);
  expect(existsSync(join(home, "runs", "echo", "results.edn"))).toBe(true);
});
