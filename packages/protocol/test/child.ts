/** A node in a process of its own, as a script speaks of it. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  /** The lines of stdout that nobody has read yet. */
  readonly stdout: readonly string[];
}

export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** Sends text as it is. */
  write(text: string): void;
  /** Sends a body from client c1. */
  say(body: object): void;
  /** The body of the next message that it prints; rejects if it ends first. */
  hear(): Promise<{ readonly [key: string]: unknown }>;
  /** Ends its input and resolves when it has ended. */
  end(): Promise<Ended>;
  /** Resolves when it has ended. */
  ended: Promise<Ended>;
}

export function start(bin: string, args: readonly string[] = [], env: Record<string, string> = {}): Child {
  const child = spawn(process.execPath, [bin, ...args], { env: { ...process.env, LOG_LEVEL: "", ...env } });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  // Whoever writes to a process that has ended learns it from how that ended.
  child.stdin.on("error", () => {});
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const next = waiting.shift();
    if (next) next(line);
    else lines.push(line);
  });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, stderr, stdout: lines }));
  const self: Child = {
    process: child,
    write: (text) => void child.stdin.write(text),
    say: (body) => self.write(`${JSON.stringify({ src: "c1", dest: "n0", body })}\n`),
    async hear() {
      const line =
        lines.shift() ??
        (await Promise.race([
          new Promise<string>((resolve) => waiting.push(resolve)),
          ended.then(({ code }) =>
            Promise.reject(new Error(`the node ended with ${code}; its stderr:\n${stderr}`)),
          ),
        ]));
      return JSON.parse(line).body;
    },
    end() {
      child.stdin.end();
      return ended;
    },
    ended,
  };
  return self;
}
