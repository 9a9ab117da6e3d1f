/**
 * Runs another program to its end and keeps what it said.
 *
 * A program that hangs is ended after a time, and its whole group with it: `npx` and package managers start others, and none of
 * them may outlive the check.
 */
import { spawn } from "node:child_process";

export interface Outcome {
  /** Null if it could not be started, or was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it wrote to both streams, in the order in which it came; or why it could not be started. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 120_000;

/** The groups that are running, to be ended with this process. */
const running = new Set<number>();

/** Ends what is still running. */
export function endPrograms(): void {
  for (const group of running) endGroup(group);
}

export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { cwd, env = process.env, input = "", timeoutMs = defaultTimeoutMs } = options;
    let stdout = "";
    let output = "";
    const child = spawn(command, args, { cwd, env, stdio: "pipe", detached: true });
    const group = child.pid;
    if (group !== undefined) running.add(group);
    const timer = setTimeout(() => {
      output += `\nended after ${timeoutMs / 1000} s`;
      if (group !== undefined) endGroup(group);
    }, timeoutMs);
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      if (group !== undefined) running.delete(group);
      resolve({ code, stdout, output });
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", (error) => {
      output += `${command} cannot be started: ${error.message}`;
      settle(null);
    });
    child.on("close", settle);
    // A program that ends without reading its input is judged by its exit code alone.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

function endGroup(group: number): void {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // It has ended in the meantime.
  }
}
