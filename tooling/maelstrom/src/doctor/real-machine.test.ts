import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBin } from "./bin/bin.ts";
import type { Machine } from "./machine.ts";
import { realMachine } from "./real-machine.ts";

let folder: string;
let here: Machine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glomers-machine-"));
  mkdirSync(join(folder, "bin"));
  const env = { PATH: `${join(folder, "bin")}:/usr/bin:/bin` };
  here = realMachine({ env, platform: process.platform, home: folder, directory: folder });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, text: string, mode = 0o755): string {
  const path = join(folder, "bin", name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe("the real machine", () => {
  it("does not open what would wait for somebody to write", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    chmodSync(pipe, 0o755);
    expect(await here.kindOf(pipe)).toBe("other");
    expect(await checkBin(pipe, here)).toMatchObject({
      state: "failed",
      what: expect.stringContaining("a pipe"),
    });
  });

  it("finds programs as a shell does", async () => {
    const path = program("tool", "#!/bin/sh\n");
    program("text", "", 0o644);
    mkdirSync(join(folder, "bin", "folder"));
    expect(await here.find("tool")).toBe(path);
    for (const name of ["text", "folder", "gone"]) expect(await here.find(name)).toBeNull();
  });

  it("runs them, and takes both what they say and what they complain", async () => {
    const path = program("tool", "#!/bin/sh\necho out\necho err >&2\nexit 3\n");
    expect(await here.run(path, [])).toEqual({ code: 3, text: "out\nerr\n" });
    expect(await here.run(program("reader", "#!/bin/sh\ncat\n"), [])).toEqual({ code: 0, text: "" });
    expect(await here.run(program("none", "#!/nowhere/at/all\n"), [])).toBeNull();
    expect(await here.run(program("killed", "#!/bin/sh\nkill -9 $$\n"), [])).toBeNull();
  });

  it("sees files, folders and what they begin with", async () => {
    const path = program("tool", "#!/bin/sh\n");
    expect(await Promise.all([path, folder, join(folder, "gone")].map(here.kindOf))).toEqual([
      "file",
      "folder",
      "nothing",
    ]);
    expect(await here.head(path, 2)).toEqual(Buffer.from("#!"));
    expect([await here.head(join(folder, "gone"), 2), await here.head(folder, 2)]).toEqual([null, null]);
    expect(await here.mayExecute(path)).toBe(true);
    expect(await here.mayWrite(folder)).toBe(true);
  });

  it("measures disk and memory", async () => {
    for (const place of [folder, join(folder, "not", "yet", "there")]) {
      expect(await here.freeDisk(place)).toBeGreaterThan(0);
    }
    const { total, available } = here.memory();
    expect(available).toBeGreaterThan(0);
    expect(total).toBeGreaterThanOrEqual(available);
  });

  it("knows its own Maelstrom", () => {
    expect(here.locateMaelstrom()).toMatchObject({ found: false, reason: "absent" });
  });
});
