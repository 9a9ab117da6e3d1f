import { expect, test } from "vitest";
import { runProgram } from "./run-program.ts";

const cwd = import.meta.dirname;

test("what a program says is kept, both streams, and what it is told arrives", async () => {
  const script =
    "process.stdin.on('data', (d) => { process.stdout.write(d); process.stderr.write('!'); process.exitCode = 3; })";
  const outcome = await runProgram(process.execPath, ["-e", script], { cwd, input: "hello" });
  expect(outcome).toMatchObject({ code: 3, stdout: "hello" });
  expect(outcome.output).toContain("hello");
  expect(outcome.output).toContain("!");
});

test("a program that hangs is ended, with those that it started", async () => {
  // The grandchild holds the streams open: if it lived on, the outcome would not come.
  const script =
    "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'inherit' }); setInterval(() => {}, 1e6)";
  const outcome = await runProgram(process.execPath, ["-e", script], { cwd, timeoutMs: 200 });
  expect(outcome.code).toBeNull();
  expect(outcome.output).toContain("ended after 0.2 s");
});

test("a program that is not there is an outcome, not a crash", async () => {
  const outcome = await runProgram("no-such-program", [], { cwd });
  expect(outcome.code).toBeNull();
  expect(outcome.output).toContain("no-such-program cannot be started");
});

test("a program that does not read what it is told is judged by its exit code", async () => {
  const outcome = await runProgram(process.execPath, ["-e", "process.exit(0)"], {
    cwd,
    input: "x".repeat(1e6),
  });
  expect(outcome.code).toBe(0);
});
