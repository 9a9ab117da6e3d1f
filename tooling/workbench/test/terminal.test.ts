/** In a terminal the progress is a line that is rewritten in place; in a pipe there is none of that. */
import { execFile, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { bin, fixture, glomers, scratch } from "./glomers.ts";

const place = scratch();
afterAll(() => place.remove());

const test = ["test", "-w", "echo", "--node-count", "1", "--time-limit", "3", "--bin", fixture("echo.py")];

it("rewrites its progress in a terminal", async () => {
  // Python's pty gives a program a terminal on every system that has one; it is 0 columns wide until somebody says.
  const script = "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  const sized = ["sh", "-c", 'stty cols 100 rows 30; exec "$@"', "sh", process.execPath, bin, ...test];
  const { stdout } = await promisify(execFile)("python3", ["-c", script, ...sized], {
    cwd: place.path,
    env: { ...process.env, TERM: "xterm", NO_COLOR: "", FORCE_COLOR: "", CI: "" },
  });
  const progress = stdout.match(/\d\.\d s of 3 s {3}/g) ?? [];
  expect(progress.length).toBeGreaterThan(0);
  expect(stdout).toContain("\u001b[2K");
  expect(stdout).toContain("Everything looks good!");
});

it("writes neither progress nor escapes into a pipe in so short a run", async () => {
  const { out } = await glomers(place.path, ...test);
  expect(out).toMatch(/^VALID/);
  expect(out).not.toContain("\u001b");
});

it.skipIf(!existsSync("/dev/full"))("says so if what it prints cannot be written", () => {
  const full = openSync("/dev/full", "w");
  const { stderr } = spawnSync(process.execPath, [bin, "--version"], {
    stdio: ["ignore", full, "pipe"],
    encoding: "utf8",
  });
  closeSync(full);
  expect(stderr).toMatch(/^glomers: stdout: ENOSPC/);
});

it.skipIf(!existsSync("/dev/full"))("ends at once and as ever if its complaints cannot be written", () => {
  const full = openSync("/dev/full", "w");
  const { status, signal } = spawnSync(process.execPath, [bin, "challenges", "3z"], {
    stdio: ["ignore", "ignore", full],
    timeout: 9_000,
  });
  closeSync(full);
  expect([status, signal]).toEqual([254, null]);
});
