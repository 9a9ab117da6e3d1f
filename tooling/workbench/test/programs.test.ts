/** `glomers test --bin` with programs as people have them. */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, glomers, type Scratch, scratch } from "./glomers.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

/** A directory of its own for each test, because they run side by side. */
function place(): Scratch {
  const made = scratch();
  places.push(made);
  return made;
}

const echo = ["test", "-w", "echo", "--node-count", "1", "--time-limit", "1", "--rate", "20"];

describe.concurrent("a program", () => {
  it("in another language, by a path relative to here", async () => {
    const { path, current } = place();
    copyFileSync(fixture("echo.py"), join(path, "echo.py"));
    chmodSync(join(path, "echo.py"), 0o755);
    const { code, out, err } = await glomers(path, ...echo, "--bin", "./echo.py", "--seed", "7");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^VALID {2}echo on 1 node: all \d+ operations succeeded in \d\.\d s\.$/m);
    expect(out).toMatch(/^Store {3}store\/echo\/\d{8}T/m);
    expect(out).toContain(
      "Again   glomers test -w echo --node-count 1 --time-limit 1 --rate 20 --bin ./echo.py --seed 7",
    );
    expect(out.trimEnd().endsWith("Everything looks good! ヽ(‘ー`)ノ")).toBe(true);
    expect(current("results.edn")).toMatch(/:workload \{:valid\? true.*:valid\? true/s);
    expect(current("history.txt")).toContain("Please echo");
  });

  it("whose ids are integers that JavaScript would round", async () => {
    const ids = ["test", "-w", "unique-ids", "--node-count", "2", "--time-limit", "1", "--rate", "50"];
    const [good, bad] = await Promise.all([
      glomers(place().path, ...ids, "--bin", fixture("int64_ids.py")),
      glomers(place().path, ...ids, "--bin", fixture("int64_ids.py"), "--", "repeat"),
    ]);
    expect(good.code).toBe(0);
    expect(bad.code).toBe(1);
    // 2^53 + 2, and not the even neighbour of something odd.
    expect(bad.out).toContain("9007199254740994");
  });

  it("that is a script with a shebang, in a directory with a blank", async () => {
    const { path } = place();
    const directory = join(path, "my nodes");
    mkdirSync(directory);
    for (const name of ["shebang.sh", "echo.py"]) copyFileSync(fixture(name), join(directory, name));
    const { code, out } = await glomers(path, ...echo, "--bin", "my nodes/shebang.sh");
    expect(code).toBe(0);
    expect(out).toContain("--bin 'my nodes/shebang.sh' --seed");
  });

  it("with arguments after --", async () => {
    const { path, current } = place();
    const { code } = await glomers(
      path,
      ...echo,
      "--bin",
      fixture("misbehave.mjs"),
      "--",
      "never",
      "--rate",
      "9",
    );
    expect(code).toBe(0);
    expect(current("node-logs/n0.log")).toContain("n0 will never");
  });

  it("and what it writes to stderr and says, if asked", async () => {
    const { path } = place();
    const logs = ["--log-stderr", "--log-net-send", "--log-net-recv"];
    const { out } = await glomers(path, ...echo, ...logs, "--bin", fixture("misbehave.mjs"), "--", "never");
    expect(out).toContain("n0: n0 will never");
    expect(out).toMatch(/^send {2}\d\.\d{3} s {2}c0 → n0 {2}\{"type":"init"/m);
    expect(out).toMatch(/^recv {2}\d\.\d{3} s {2}n0 → c0 {2}\{"type":"init_ok"/m);
  });

  it("again and again, until the first failure", async () => {
    const { path } = place();
    const { code, out } = await glomers(
      path,
      ...echo,
      "--test-count",
      "3",
      "--bin",
      fixture("misbehave.mjs"),
      "--",
      "wrong",
    );
    expect(code).toBe(1);
    expect(out).toContain("run 1 of 3");
    expect(out).not.toContain("run 2 of 3");
  });
});

describe.concurrent("a program that cannot be started", () => {
  it.each<[file: string, prepare: (path: string) => void, complaint: RegExp]>([
    ["gone", () => {}, /^Failed to validate "--bin gone": .*does not exist/],
    ["python3 echo.py", () => {}, /does not exist.*; it must be one file, with its arguments after --/],
    [
      "python3",
      () => {},
      /does not exist.*; a program on your PATH needs its whole path, .* --bin "\$\(command -v python3\)"/,
    ],
    ["plain.py", (path) => writeFileSync(path, "#!/usr/bin/env python3\n", { mode: 0o644 }), /chmod \+x/],
    [
      "Node.java",
      (path) => writeFileSync(path, "class Node {}\n", { mode: 0o644 }),
      /exec java \/.*\/Node\.java "\$@"/,
    ],
    ["main.rs", (path) => writeFileSync(path, "fn main() {}\n", { mode: 0o644 }), /source file; compile it/],
    ["folder", (path) => mkdirSync(path), /directory/],
    ["empty", (path) => writeFileSync(path, "", { mode: 0o755 }), /it is empty; build it again/],
    ["crlf", (path) => writeFileSync(path, "#!/bin/sh\r\n", { mode: 0o755 }), /Unix line ends/],
    ["lost", (path) => writeFileSync(path, "#!/no/such/interpreter\n", { mode: 0o755 }), /interpreter/],
  ])("%s is a bad argument, and the complaint says what to do", async (file, prepare, complaint) => {
    const { path } = place();
    prepare(join(path, file));
    const { code, out, err } = await glomers(path, ...echo, "--bin", file);
    expect(err).toMatch(complaint);
    expect([code, out]).toEqual([254, ""]);
  });
});

describe("a store that cannot be written to", () => {
  it("is a bad argument, and nothing is started that could not be kept", async () => {
    const { path } = place();
    writeFileSync(join(path, "file"), "");
    const bin = fixture("misbehave.mjs");
    const { code, out, err } = await glomers(path, ...echo, "--bin", bin, "--store", "file", "--", "never");
    expect(err).toMatch(/^--store file cannot be written: .*; name another folder\n$/);
    expect([code, out]).toEqual([254, ""]);
  });
});

describe.concurrent("a node that cannot be initialised", () => {
  it("ends the test with 255, and its store says why", async () => {
    const { path, current } = place();
    const { code, err } = await glomers(path, ...echo, "--bin", "/bin/false");
    expect(code).toBe(255);
    expect(err).toMatch(
      /^The test crashed: n0 exited with code 1.*^Store {3}store.*^Again {3}glomers test /ms,
    );
    expect(current("results.edn")).toMatch(/:error "n0 exited with code 1.*:valid\? :unknown/s);
  });
});
