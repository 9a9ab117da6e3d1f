import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findJava } from "./find-java.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "glomers-java-"));
});
afterEach(() => rmSync(home, { recursive: true }));

it("finds the first java on the PATH that can be started", () => {
  for (const folder of ["a", "b", "c"]) mkdirSync(join(home, folder));
  writeFileSync(join(home, "a", "java"), "not executable");
  chmodSync(join(home, "a", "java"), 0o644);
  mkdirSync(join(home, "b", "java"));
  writeFileSync(join(home, "c", "java"), "#!/bin/sh\n", { mode: 0o755 });
  const path = ["a", "b", "c"].map((folder) => join(home, folder));
  expect(findJava({ PATH: path.join(delimiter) })).toBe(join(home, "c", "java"));
  expect(findJava({ PATH: path.slice(0, 2).join(delimiter) })).toBeNull();
  expect(findJava({})).toBeNull();
});
