/** What only a process can do, and do wrong. What every host does is in `host-compliance.ts`. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type HostedNode, ProcessHost, type ProcessHostOptions, WallClock } from "../src/index.ts";
import { isFault, Stage } from "./stage.ts";

const NODE = fileURLToPath(new URL("fixtures/obliging-node.mjs", import.meta.url));

const started: HostedNode[] = [];
let directory = "";

beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "process-host-")));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((node) => node.kill()));
  await rm(directory, { recursive: true });
});

function stageOf(options: Partial<ProcessHostOptions> = {}): Stage {
  const clock = new WallClock();
  return new Stage(clock, new ProcessHost({ clock, bin: NODE, ...options }));
}

async function play(options: Partial<ProcessHostOptions> = {}): Promise<Stage> {
  const stage = stageOf(options);
  started.push(await stage.startAndInit("n0"));
  return stage;
}

/** Writes an executable script and returns its path. */
async function script(text: string, mode = 0o755): Promise<string> {
  const path = join(directory, "node");
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}

describe("how a node is started", () => {
  test("by its canonical path, with its arguments untouched by any shell, in the directory for temporary files", async () => {
    const link = join(directory, "link");
    await symlink(NODE, link);
    const args = ["--rate", "a b", "$HOME", "*"];
    const stage = await play({ bin: link, args });
    stage.send("n0", { type: "argv", msg_id: 2 });
    const answer = await stage.until((happening) => "from" in happening);
    expect(answer).toEqual({
      from: "n0",
      body: expect.objectContaining({ argv: [NODE, ...args], cwd: await realpath(tmpdir()) }),
    });
  });

  test("elsewhere and with another environment if it is told so", async () => {
    const bin = await script('#!/bin/sh\necho "$GREETING from $(pwd)" >&2\ncat\n');
    const stage = stageOf({ bin, cwd: directory, env: { ...process.env, GREETING: "hello" } });
    started.push(await stage.start("n0"));
    expect(await stage.until((happening) => "log" in happening)).toEqual({
      log: `n0: hello from ${directory}`,
    });
  });

  test("with messages as Maelstrom writes them: one a line, keys in the order id, src, dest, body", async () => {
    const bin = await script("#!/bin/sh\nexec cat >&2\n");
    const stage = stageOf({ bin });
    started.push(await stage.start("n0"));
    stage.send("n0", { type: "init", msg_id: 1, node_id: "n0", node_ids: ["n0"] });
    expect(await stage.until((happening) => "log" in happening)).toEqual({
      log: 'n0: {"id":0,"src":"c0","dest":"n0","body":{"type":"init","msg_id":1,"node_id":"n0","node_ids":["n0"]}}',
    });
  });
});

describe("why a node does not start", () => {
  async function reason(options: Partial<ProcessHostOptions>): Promise<string> {
    const stage = stageOf(options);
    const error: unknown = await stage.start("n0").then(
      (node) => started.push(node),
      (thrown: unknown) => thrown,
    );
    expect(stage.network.isAttached("n0")).toBe(false);
    return String(error);
  }

  test("the program is missing", async () => {
    const bin = join(directory, "nothing");
    expect(await reason({ bin })).toBe(
      `Error: ProcessHost: cannot start ${bin}: it does not exist (ENOENT); check the path, or build it first`,
    );
  });

  test("it is a directory", async () => {
    expect(await reason({ bin: directory })).toMatch(/it is a directory; give the program inside it$/);
  });

  test("it is not executable", async () => {
    const bin = await script("#!/bin/sh\n", 0o644);
    expect(await reason({ bin })).toMatch(`it is not executable; run: chmod +x ${bin}`);
  });

  test("its interpreter is missing", async () => {
    const bin = await script("#!/opt/no-such/python3 -u\n");
    expect(await reason({ bin })).toMatch(
      "names an interpreter that is not there: #!/opt/no-such/python3 -u; install it or change that line",
    );
  });

  test("its first line ends as on Windows", async () => {
    const bin = await script("#!/usr/bin/env node\r\nprocess.stdin.resume()\r\n");
    expect(await reason({ bin })).toMatch(
      /ends as lines do on Windows \(CRLF\).*save it with Unix line ends/,
    );
  });

  test("it is empty", async () => {
    expect(await reason({ bin: await script("") })).toMatch(/it is empty; build it again$/);
  });

  test("its working directory is missing", async () => {
    const cwd = join(directory, "nothing");
    expect(await reason({ cwd })).toMatch(`its working directory ${cwd} does not exist; create it`);
  });

  test("its arguments are more than the system takes", async () => {
    expect(await reason({ args: ["x".repeat(4_000_000)] })).toMatch(
      /the system refuses \(E2BIG\); check its arguments/,
    );
  });
});

describe("a program that is no node, perhaps because the shell runs it", () => {
  async function doubt(text: string): Promise<string | undefined> {
    const node = await stageOf({ bin: await script(text) }).start("n0");
    started.push(node);
    return node.doubt;
  }

  test("is doubted if no first line names its interpreter", async () => {
    expect(await doubt("read line\n")).toMatch(
      /node has no first line that names its interpreter, so that \/bin\/sh is tried on it, by Maelstrom, too; let it begin with/,
    );
  });

  test("is doubted if nobody sees its first line", async () => {
    expect(await doubt("\ufeff#!/bin/sh\nread line\n")).toMatch(/begins with a byte order mark/);
  });

  test("is not if its interpreter is named, or it needs none", async () => {
    expect(await doubt("#!/bin/sh\nread line\n")).toBeUndefined();
    const binary = await stageOf({ bin: process.execPath }).start("n1");
    started.push(binary);
    expect(binary.doubt).toBeUndefined();
  });
});

describe("what a node prints", () => {
  const message = JSON.stringify({ src: "n0", dest: "c0", body: { type: "hello" } });

  async function print(text: string, options: Partial<ProcessHostOptions> = {}): Promise<Stage> {
    const stage = await play(options);
    stage.send("n0", { type: "print", text });
    await stage.roundTrip("n0");
    return stage;
  }

  test.each([
    ["truncated JSON", '{"src":"n0","dest":"c0","bo', "not-json"],
    ["a debug line", "got here", "not-json"],
    ["an empty line", "", "not-json"],
    ["null", "null", "malformed-message"],
    ["an extra key", '{"src":"n0","dest":"c0","body":{},"time":1}', "malformed-message"],
    ["a body that is a string", '{"src":"n0","dest":"c0","body":"hello"}', "malformed-message"],
    ["a numeric dest", '{"src":"n0","dest":0,"body":{}}', "malformed-message"],
    ["an unknown dest", '{"src":"n0","dest":"n9","body":{}}', "unknown-address"],
    ["an unknown source", '{"src":"n9","dest":"c0","body":{}}', "unknown-address"],
  ])("%s is a fault with exactly that line, and the node is read on", async (_, line, fault) => {
    const stage = await print(`${line}\n`);
    expect(stage.faults).toEqual([expect.objectContaining({ fault, line })]);
  });

  test("a message without a body has an empty one", async () => {
    const stage = await print('{"src":"n0","dest":"c0"}\n');
    expect(stage.happenings[0]).toEqual({ from: "n0", body: {} });
  });

  test("of two messages on one line the second is lost, which is told and mutes nobody", async () => {
    const stage = await print(`${message} ${message}\n`, { muteOnFault: true });
    expect(stage.happenings.slice(0, 2)).toEqual([
      { fault: { fault: "trailing-text", line: `${message} ${message}`, text: message } },
      { from: "n0", body: { type: "hello" } },
    ]);
  });

  test("a line that does not end is given up, once, and the next one is read", async () => {
    const text = "x".repeat(5000);
    const stage = await print(`${text}${text}\n${message}\n`, { maxLineLength: 4000 });
    expect(stage.faults).toEqual([
      {
        fault: "flood",
        stream: "stdout",
        line: expect.stringMatching(/^x{4001,}$/),
        reason: expect.any(String),
      },
    ]);
    expect(stage.happenings[1]).toEqual({ from: "n0", body: { type: "hello" } });
  });

  test("more than anybody can read is told once, and nothing of it is lost", async () => {
    const line = JSON.stringify({ src: "n0", dest: "c0", body: {} });
    const stage = await play({ budget: { linesPerSecond: 100, bytesPerSecond: 2 ** 30 } });
    stage.send("n0", { type: "flood", line, count: 1000 });
    await stage.roundTrip("n0");
    expect(stage.faults).toEqual([
      {
        fault: "flood",
        stream: "stdout",
        line: expect.any(String),
        reason: "more than 100 lines in a second; it is read more slowly from now on",
      },
    ]);
    expect(stage.happenings.filter((happening) => "from" in happening)).toHaveLength(1001);
  });
});

describe("how a node ends", () => {
  test("by itself: told with its code and its last lines of both streams", async () => {
    const stage = await play();
    stage.send("n0", { type: "echo", msg_id: 2, value: "last" });
    stage.send("n0", { type: "die", code: 3 });
    await stage.until(isFault("exited"));
    expect(stage.happenings.at(-1)).toEqual({
      fault: {
        fault: "exited",
        code: 3,
        signal: null,
        stdout: [
          '{"src":"n0","dest":"c0","body":{"type":"init_ok","in_reply_to":1}}',
          '{"src":"n0","dest":"c0","body":{"type":"echo_ok","value":"last","in_reply_to":2}}',
        ],
        stderr: ["about to die"],
      },
    });
    // As in Maelstrom, it stays known: what is sent to it is received by nobody.
    stage.send("n0", { type: "echo", msg_id: 3, value: "anybody?" });
    expect(stage.network.isAttached("n0")).toBe(true);
  });

  test("by itself with the code 0, which is told as well, once, also when it is killed afterwards", async () => {
    const stage = stageOf();
    const node = await stage.startAndInit("n0");
    stage.send("n0", { type: "die", code: 0 });
    await stage.until(isFault("exited"));
    await node.kill();
    expect(stage.faults).toEqual([expect.objectContaining({ fault: "exited", code: 0 })]);
  });

  test("by a signal that we did not send", async () => {
    const bin = await script("#!/bin/sh\nkill -SEGV $$\n");
    const stage = stageOf({ bin });
    started.push(await stage.start("n0"));
    expect(await stage.until(isFault("exited"))).toEqual({
      fault: { fault: "exited", code: null, signal: "SIGSEGV", stdout: [], stderr: [] },
    });
  });

  test("with the 32 last lines at most", async () => {
    const bin = await script("#!/bin/sh\ni=0\nwhile [ $i -lt 50 ]; do echo line $i >&2; i=$((i+1)); done\n");
    const stage = stageOf({ bin });
    started.push(await stage.start("n0"));
    expect(await stage.until(isFault("exited"))).toEqual({
      fault: expect.objectContaining({ stderr: Array.from({ length: 32 }, (_, i) => `line ${i + 18}`) }),
    });
  });

  test("with everything that it started, when it is killed", async () => {
    const stage = stageOf();
    const node = await stage.startAndInit("n0");
    stage.send("n0", { type: "bear", msg_id: 2 });
    const answer = await stage.until((happening) => "from" in happening);
    const pid = "from" in answer ? Number(JSON.parse(JSON.stringify(answer.body)).pid) : 0;
    expect(isAlive(pid)).toBe(true);
    await node.kill();
    expect(isAlive(pid)).toBe(false);
    expect(stage.faults).toEqual([]);
  });

  test("with everything that it started, when it exits", async () => {
    const bin = await script("#!/bin/sh\nsleep 1000 &\necho $! >&2\n");
    const stage = stageOf({ bin });
    started.push(await stage.start("n0"));
    const fault = await stage.until(isFault("exited"));
    const pid = "fault" in fault && fault.fault.fault === "exited" ? Number(fault.fault.stderr[0]) : 0;
    expect(pid).toBeGreaterThan(0);
    expect(isAlive(pid)).toBe(false);
  });

  test("without harm to whoever writes to a node that does not read", async () => {
    const bin = await script("#!/bin/sh\nexec sleep 1000\n");
    const stage = stageOf({ bin });
    const node = await stage.start("n0");
    for (let i = 0; i < 20; i++) stage.send("n0", { type: "echo", msg_id: i, value: "x".repeat(100_000) });
    await stage.clock.run(
      new Promise<void>((resolve) => stage.clock.schedule(stage.clock.now() + 1, resolve)),
    );
    await node.kill();
    expect(stage.happenings).toEqual([]);
  });
});

describe("when the bench itself ends", () => {
  const bench = fileURLToPath(new URL("fixtures/bench.mjs", import.meta.url));

  test.each([
    ["normally", "exit"],
    ["by an error that nobody catches", "throw"],
    ["by a signal whose handler reaps", "signal"],
  ])("%s, no node is left", async (_, ending) => {
    const child = spawn(process.execPath, [bench, NODE, ending], { stdio: ["ignore", "pipe", "ignore"] });
    const [line] = await once(child.stdout, "data");
    const pid = Number(String(line));
    if (ending === "signal") child.kill("SIGTERM");
    await once(child, "exit");
    expect(pid).toBeGreaterThan(0);
    // The signal has been sent; nobody is left who could tell when the process has died of it.
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
  });
});

/** Whether a process runs. A zombie, which waits for nothing but to be collected, does not. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}
