/** `glomers maelstrom test` on a stand-in for Maelstrom's launcher: verdicts, crashes, what is missing, and Ctrl-C. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type Environment, fixture, glomersWith, isAlive, type Scratch, scratch, start } from "./glomers.ts";
import { SAMPLE } from "./stored-runs.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

function newPlace(): Scratch {
  const place = scratch();
  places.push(place);
  return place;
}

const launcher = fixture("stand-in-maelstrom.mjs");
const valid = join(SAMPLE, "echo/012");
const invalid = join(SAMPLE, "echo/015");
const echo = ["-w", "echo", "--node-count", "2", "--time-limit", "1", "--bin", fixture("misbehave.mjs")];

function replaying(folder: string, more: Environment = {}): Environment {
  return { GLOMERS_MAELSTROM: launcher, STAND_IN_REPLAY: folder, STAND_IN_SECONDS: "0.1", ...more };
}

async function run(env: Environment, ...args: readonly string[]) {
  const place = newPlace();
  const finished = await glomersWith(env, place.path, "maelstrom", "test", ...args);
  const latest = join(place.path, "store", "latest");
  return { ...finished, place, latest };
}

describe.concurrent("a run that comes to its end", () => {
  it("valid: Maelstrom's verdict and code, its store with its links, its output in a file", async () => {
    const { code, out, err, latest, place } = await run(replaying(valid), ...echo, "--", "never");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /^Maelstrom {3}starting the JVM {3}0 s\nMaelstrom {3}starting nodes {3}0 s\nMaelstrom {3}running {3}0 s of 1 s/,
    );
    expect(out).toContain("VALID    Maelstrom says that the run is valid (exit code 0).");
    expect(out).toContain("Stored   VALID: the same verdict and the same figures");
    expect(out).not.toContain("Relative time begins now");
    expect(readlinkSync(latest)).toMatch(/^echo\/\d{8}T/);
    expect(readFileSync(join(latest, "output.log"), "utf8")).toMatch(
      /WARNING: abs[\s\S]*Everything looks good!/,
    );
    expect(readdirSync(join(place.path, "store")).sort()).toEqual(["current", "echo", "latest"]);
  });

  it("invalid: with what our own checkers find", async () => {
    const { code, out } = await run(replaying(invalid), ...echo, "--", "never");
    expect(code).toBe(1);
    expect(out).toContain("INVALID  Maelstrom says that the run is invalid (exit code 1).");
    expect(out).toMatch(/\n\nerror {4}.*was refused/);
  });

  it("unknown, because there is no gnuplot: told so, and judged by us", async () => {
    const place = newPlace();
    const folder = join(place.path, "replayed");
    mkdirSync(folder);
    writeFileSync(join(folder, "history.edn"), readFileSync(join(valid, "history.edn")));
    const results = readFileSync(join(valid, "results.edn"), "utf8")
      .replace(
        /:perf \{[^}]*\},/,
        ':perf {:latency-graph {:valid? :unknown, :error "Error rendering plot, verify gnuplot is installed and reachable"},',
      )
      .replace(
        /:rate-graph \{:valid\? true\},\s+:valid\? true\}/,
        ":rate-graph {:valid? true}, :valid? :unknown}",
      )
      .replace(/:valid\? true\}\s*$/, ":valid? :unknown}\n");
    writeFileSync(join(folder, "results.edn"), results);
    const { code, out } = await run(replaying(folder), ...echo, "--", "never");
    expect(code).toBe(2);
    expect(out).toContain(
      "UNKNOWN  Maelstrom could not decide (exit code 2): it could not draw its graphs, because gnuplot",
    );
    expect(out).toMatch(/\nVALID {4}echo in store\//);
    expect(out).toContain("Stored   UNKNOWN: the same figures, and another verdict for the reason above");
  });

  it("valid, although a node was muted: a warning that names the line", async () => {
    const place = newPlace();
    const log = join(place.path, "muted.log");
    writeFileSync(
      log,
      "2026-01-01 00:00:00,000{GMT}\tWARN\t[n1 stdout] maelstrom.process: Error!\nclojure.lang.ExceptionInfo: Node n1 printed a line to STDOUT which was not well-formed JSON:\ngot an echo\nDid you mean to encode this line as JSON?\n\tat maelstrom.process$parse_msg.invoke(process.clj:1)\n",
    );
    const { code, out } = await run(replaying(valid, { STAND_IN_LOG: log }), ...echo, "--", "never");
    expect(code).toBe(0);
    expect(out).toMatch(/warning {2}n1 printed a line to stdout at .* that is not JSON/);
    expect(out).toContain("stdout: got an echo");
    expect(out).toContain("Maelstrom never reads a node again after such a line");
  });

  it("--verbose shows all of it; a store of another name has no trace of the detour", async () => {
    const { code, out, place } = await run(
      replaying(valid),
      ...echo,
      "--verbose",
      "--store",
      "runs",
      "--",
      "never",
    );
    expect(code).toBe(0);
    expect(out).toContain("jepsen.core Relative time begins now");
    expect(readdirSync(place.path)).toEqual(["runs"]);
    expect(existsSync(join(place.path, "runs", "latest", "results.edn"))).toBe(true);
  });
});

describe.concurrent("--summary", () => {
  async function summaryOf(env: Environment, ...args: readonly string[]) {
    const { code, place } = await run(env, ...echo, "--summary", "out/summary.md", ...args);
    return { code, text: readFileSync(join(place.path, "out", "summary.md"), "utf8") };
  }

  it("has the command line, the verdict, Maelstrom's figures and our findings", async () => {
    const { code, text } = await summaryOf(replaying(invalid), "--", "never", "a b");
    expect(code).toBe(1);
    expect(text).toMatch(/^### Maelstrom\n\n```text\nmaelstrom test -w echo .* -- never 'a b'\n```\n/);
    expect(text).toContain("INVALID  Maelstrom says that the run is invalid (exit code 1).");
    expect(text).toMatch(
      /\| run \| our own checkers \| Maelstrom's figures \|\n\| --- \|.*\n\| store\/echo\/\S+ \| invalid \| msgs\/op 0/,
    );
    expect(text).toMatch(/\n- \*\*error\*\* .*was refused/);
  });

  it("is written of a run that Maelstrom does not judge, too", async () => {
    const { code, text } = await summaryOf(replaying(valid, { STAND_IN_DIES: "134" }));
    expect(code).toBe(255);
    expect(text).toContain("OutOfMemoryError: Java heap space");
    expect(text).not.toContain("our own checkers");
  });
});

describe.concurrent("what nodes have started themselves", () => {
  it("is gone after the run, although Maelstrom kills only the nodes", async () => {
    const place = newPlace();
    const pid = join(place.path, "pid");
    const script = join(place.path, "node.sh");
    writeFileSync(
      script,
      `#!/bin/sh\nsleep 600 &\necho $! > ${pid}\nexec ${process.execPath} ${fixture("misbehave.mjs")} never\n`,
      { mode: 0o755 },
    );
    const { code } = await run(replaying(valid), "-w", "echo", "--node-count", "1", "--bin", script);
    expect(code).toBe(0);
    const left = Number(readFileSync(pid, "utf8"));
    await vi.waitFor(() => expect(isAlive(left)).toBe(false), { timeout: 20_000 });
  });
});

describe.concurrent("a run that Maelstrom does not judge", () => {
  it("because a node exited: 255, the node's last words, and our verdict", async () => {
    const { code, out } = await run(replaying(join(SAMPLE, "defects/echo--exits-3")), ...echo, "--", "exit");
    expect(code).toBe(255);
    expect(out).toMatch(
      /FAILED {3}Maelstrom crashed and judged nothing, because n[01] had exited by itself, with status \d/,
    );
    expect(out).toMatch(/error {4}Maelstrom crashed and judged nothing[\s\S]*stdout: /);
    expect(out).toContain("Stored   no verdict: there is no results.edn, as Maelstrom crashed");
  });

  it("because a node did not answer init", async () => {
    const place = newPlace();
    const silent = join(place.path, "silent.sh");
    writeFileSync(silent, "#!/bin/sh\nexec cat > /dev/null\n", { mode: 0o755 });
    const env = replaying(valid, { STAND_IN_PATIENCE: "1" });
    const { code, out } = await run(env, "-w", "echo", "--node-count", "1", "--bin", silent);
    expect(code).toBe(255);
    expect(out).toContain("because n0 did not answer init with init_ok within 10 s");
    expect(out).toContain("there were no operations, so there is nothing to judge");
  });

  it("because a node could not begin: with what it said instead", async () => {
    const place = newPlace();
    const broken = join(place.path, "broken.sh");
    writeFileSync(broken, "#!/usr/bin/env no-such-interpreter\n", { mode: 0o755 });
    const { code, out } = await run(replaying(valid), "-w", "echo", "--node-count", "1", "--bin", broken);
    expect(code).toBe(255);
    expect(out).toMatch(/\n\nStderr {3}n0, the last of 1 lines: .*no-such-interpreter/);
  });

  it("although its launcher says so: without a run there is nothing but its word", async () => {
    const place = newPlace();
    const mute = join(place.path, "launcher");
    writeFileSync(mute, "#!/bin/sh\nexit 0\n", { mode: 0o755 });
    const { code, out } = await run({ GLOMERS_MAELSTROM: mute }, ...echo);
    expect(code).toBe(0);
    expect(out).toContain("Stored   nothing: Maelstrom has left no run in ");
    writeFileSync(mute, "#!/bin/sh\nexit 9\n", { mode: 0o755 });
    const failed = await run({ GLOMERS_MAELSTROM: mute }, ...echo);
    expect([failed.code, failed.out]).toEqual([
      255,
      expect.stringContaining("ended with exit code 9 and has judged nothing; it said nothing.\n"),
    ]);
  });

  it("because it refuses the arguments: 254, in its own words", async () => {
    const { code, out } = await run(replaying(valid), ...echo, "--brand-new", "3", "-w", "nosuch");
    expect(code).toBe(254);
    expect(out).toContain("FAILED   Maelstrom refuses the arguments (exit code 254):");
    expect(out).toContain('Unknown option: "--brand-new"');
    expect(out).toContain('Failed to validate "-w nosuch": Must be one of broadcast, echo');
  });

  it("because the JVM broke down: its last words, and the output is kept", async () => {
    const { code, out, place } = await run(replaying(valid, { STAND_IN_DIES: "134" }), ...echo);
    expect(code).toBe(255);
    expect(out).toMatch(
      /FAILED {3}Maelstrom ended with exit code 134[\s\S]*OutOfMemoryError: Java heap space/,
    );
    const [file = ""] = readdirSync(join(place.path, "store"));
    expect(out).toContain(`Output   store/${file}`);
    expect(readFileSync(join(place.path, "store", file), "utf8")).toContain("Java heap space");
  });
});

describe.concurrent("what is missing is said before anything is started", () => {
  it("Maelstrom", async () => {
    const { code, err, place } = await run({ GLOMERS_MAELSTROM: "nowhere" }, ...echo);
    expect(code).toBe(254);
    expect(err).toMatch(/^GLOMERS_MAELSTROM=nowhere does not exist: /);
    const absent = await glomersWith(
      { GLOMERS_MAELSTROM: "", XDG_CACHE_HOME: join(place.path, "cache"), HOME: place.path },
      place.path,
      ...["maelstrom", "test", ...echo],
    );
    expect([absent.code, absent.err]).toEqual([254, expect.stringContaining("glomers maelstrom install")]);
    expect(existsSync(join(place.path, "store"))).toBe(false);
  });

  it("Java", async () => {
    const place = newPlace();
    mkdirSync(join(place.path, "lib"));
    writeFileSync(join(place.path, "lib", "maelstrom.jar"), "");
    symlinkSync(launcher, join(place.path, "maelstrom"));
    const { code, err } = await run({ GLOMERS_MAELSTROM: place.path, PATH: place.path }, ...echo);
    expect([code, err]).toEqual([
      254,
      expect.stringMatching(/^Maelstrom needs Java 11 .*glomers maelstrom doctor/),
    ]);
  });

  it("a store that can be written, and a place for the summary", async () => {
    const place = newPlace();
    writeFileSync(join(place.path, "taken"), "");
    const refused = (...args: readonly string[]) =>
      glomersWith(replaying(valid), place.path, "maelstrom", "test", ...echo, ...args);
    for (const store of ["taken", "taken/below"]) {
      const { code, err } = await refused("--store", store);
      expect(code).toBe(254);
      expect(err).toMatch(/^--store taken.* cannot be written: .*; name another folder\n$/);
    }
    const { code, err } = await refused("--summary", "taken/summary.md");
    expect([code, err]).toEqual([254, expect.stringMatching(/^--summary .* cannot be written: /)]);
  });

  it("the program, and a program at all", async () => {
    const missing = await run(replaying(valid), "-w", "echo", "--bin", "./nowhere");
    expect([missing.code, missing.err]).toEqual([254, expect.stringContaining("./nowhere")]);
    const none = await run(replaying(valid), "-w", "echo");
    expect([none.code, none.err]).toEqual([254, "Expected a --bin BINARY to test\n"]);
  });
});

describe.concurrent("a run that is cut short", () => {
  async function underway(mode: string) {
    const place = newPlace();
    const pids = join(place.path, "pids");
    const jvms = join(place.path, "jvms");
    for (const folder of [pids, jvms]) mkdirSync(folder);
    const env = replaying(valid, { STAND_IN_SECONDS: "600", STAND_IN_STARTS: jvms });
    const args = ["maelstrom", "test", ...echo, "--", mode, "--pids", pids];
    const running = start(place.path, args, undefined, env);
    const started = () => [...readdirSync(pids), ...readdirSync(jvms)].map(Number);
    await vi.waitFor(() => expect(started()).toHaveLength(3), { timeout: 20_000 });
    const log = join(place.path, "store", "current", "jepsen.log");
    await vi.waitFor(() => expect(readFileSync(log, "utf8")).toContain("Relative time"), { timeout: 20_000 });
    return { place, running, all: started() };
  }

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s leaves no process, and its output", async (signal, code) => {
    const { running, all, place } = await underway("never");
    running.kill(signal);
    const finished = await running.finished;
    expect(finished.code).toBe(code);
    expect(finished.out).toMatch(
      new RegExp(`UNKNOWN  Maelstrom was interrupted by ${signal}.*; it and its nodes are stopped`),
    );
    await vi.waitFor(() => expect(all.filter(isAlive)).toEqual([]), { timeout: 20_000 });
    const kept = /Output {3}(\S+)/.exec(finished.out)?.[1] ?? "";
    expect(readFileSync(join(place.path, kept), "utf8")).toContain("Relative time begins now");
  });

  it("ends those who do not heed SIGTERM", async () => {
    const place = newPlace();
    const pid = join(place.path, "pid");
    const script = join(place.path, "node.sh");
    writeFileSync(
      script,
      `#!/bin/sh\ntrap "" TERM\nsleep 600 &\necho $! > ${pid}\nexec ${process.execPath} ${fixture("misbehave.mjs")} never\n`,
      { mode: 0o755 },
    );
    const args = ["maelstrom", "test", "-w", "echo", "--node-count", "1", "--bin", script];
    const running = start(place.path, args, undefined, replaying(valid, { STAND_IN_SECONDS: "600" }));
    await vi.waitFor(() => expect(readFileSync(pid, "utf8")).toMatch(/\d\n/), { timeout: 20_000 });
    running.kill("SIGTERM");
    expect((await running.finished).code).toBe(143);
    await vi.waitFor(() => expect(isAlive(Number(readFileSync(pid, "utf8")))).toBe(false), {
      timeout: 20_000,
    });
  });

  it("twice ends at once", async () => {
    const { running, all } = await underway("never");
    running.kill("SIGINT");
    running.kill("SIGINT");
    expect((await running.finished).code).toBe(130);
    await vi.waitFor(() => expect(all.filter(isAlive)).toEqual([]), { timeout: 20_000 });
  });
});
