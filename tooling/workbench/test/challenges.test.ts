/** `glomers challenges` in a workspace that has two solutions, one of them wrong. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fixture, glomers, isAlive, type Scratch, scratch, start } from "./glomers.ts";

let place: Scratch;
beforeAll(() => {
  place = scratch();
  solve("echo", "servers.mjs");
  solve("unique-ids", "same-id.mjs");
});
afterAll(() => place.remove());

function solve(challenge: string, server: string): void {
  const folder = join(place.path, "packages", challenge);
  mkdirSync(folder, { recursive: true });
  copyFileSync(fixture(server), join(folder, "server.mjs"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ exports: "./server.mjs" }));
}

describe("glomers challenges", () => {
  it("runs what is solved and says why the rest is not", async () => {
    const { code, out, err } = await glomers(place.path, "challenges", "1", "3", "--virtual", "--seed", "1");
    expect(err).toBe("");
    expect(out).toMatch(/│ 1 +│ echo .*│ pass /);
    expect(out).toMatch(/│ 3d +│.*│ no packages\/broadcast +│ not yet/);
    expect(out).toMatch(
      /1 row passed, 7 not solved yet\. That took \d+\.\d s of processor time in all\.\nAgain {3}glomers challenges 1 3 --virtual --seed 1\n$/,
    );
    expect(code).toBe(0);
  });

  it("says the seed that was drawn, as rows that pass in virtual time leave nothing else that has it", async () => {
    const { out } = await glomers(place.path, "challenges", "1", "--virtual");
    expect(out).toMatch(/\nAgain {3}glomers challenges 1 --virtual --seed \d+\n$/);
  });

  it("refuses what stands after --, which would be lost, before it runs the whole table", async () => {
    const { code, out, err } = await glomers(place.path, "challenges", "--virtual", "--", "3d");
    expect(err).toMatch(/^glomers: 'challenges' hands nothing on, .*: 3d\. Leave out the --/);
    expect([code, out]).toEqual([254, ""]);
  });

  it("fails if one row does", async () => {
    const { code, out } = await glomers(place.path, "challenges", "1", "2", "--virtual");
    expect(out).toMatch(/│ 2 +│.*│ FAIL /);
    expect(out).toContain("✗ invalid");
    expect(out).toContain("1 row passed, 1 failed.");
    expect(code).toBe(1);
  });

  it("looks for programs unless it is to run in virtual time", async () => {
    const { code, out, err } = await glomers(place.path, "challenges", "1");
    expect(err).toContain("There is nothing to run: packages/echo has no bin");
    expect(out).toBe("");
    expect(code).toBe(254);
  });

  it("is refused where there are no packages", async () => {
    const empty = scratch();
    for (const more of [[], ["--virtual"]]) {
      const { code, err } = await glomers(empty.path, "challenges", ...more);
      expect(err).toMatch(/There is nothing to run: no packages\/echo, .*\nGo to a folder with packages\//);
      expect(code).toBe(254);
    }
    empty.remove();
  });

  it("prints the table without running anything", async () => {
    const { code, out } = await glomers(place.path, "challenges", "--list");
    expect(out).toContain("msgs/op < 30");
    expect(code).toBe(0);
  });

  it("keeps no run that passed in virtual time, and one that did not with its evidence", async () => {
    const { out } = await glomers(place.path, "challenges", "1", "2", "--virtual", "--store", "kept");
    expect(readdirSync(join(place.path, "kept")).sort()).toEqual(["current", "latest", "unique-ids"]);
    expect(out).toMatch(/✗ 2 .*invalid\n\nINVALID {2}unique-ids on 3 nodes/);
    expect(out).toMatch(/Store {3}kept\/unique-ids\//);
  });
});

describe("what a package wishes for single rows", () => {
  const told = join("packages", "broadcast");

  function wish(rows: object): void {
    solve("broadcast", "told.mjs");
    const manifest = { exports: "./server.mjs", glomers: { rows } };
    writeFileSync(join(place.path, told, "package.json"), JSON.stringify(manifest));
  }

  it("is told to its server in that row alone", async () => {
    wish({ "3b": { args: ["--mode", "silent"] } });
    const { out } = await glomers(place.path, "challenges", "3a", "3b", "--virtual");
    expect(out).toMatch(/│ 3a +│.*│ pass /);
    expect(out).toMatch(/│ 3b +│.*│ FAIL /);
    expect(out).toMatch(/Again .* --seed \d+ -- --mode silent/);
  });

  it("may be that a row counts as open, until somebody asks for it", async () => {
    wish({ "3a": { open: "it is too slow" } });
    const [all, named] = await Promise.all([
      glomers(place.path, "challenges", "--virtual"),
      glomers(place.path, "challenges", "3a", "--virtual"),
    ]);
    expect(all.out).toMatch(/│ 3a +│.*│ it is too slow +│ not yet/);
    expect(named.out).toMatch(/│ 3a +│.*│ pass /);
  });

  it("is refused if it cannot be understood", async () => {
    wish({ "3z": { args: [] } });
    const { code, err } = await glomers(place.path, "challenges", "3a", "--virtual");
    expect(err).toMatch(
      /broadcast.package\.json: "glomers\.rows" must name rows of the table \(.*\), and "3z" is none/,
    );
    expect(code).toBe(254);
  });

  it("makes a row fail if its server refuses it", async () => {
    wish({ "3a": { args: ["--mode", "loud"] } });
    const { code, out } = await glomers(place.path, "challenges", "3a", "--virtual");
    expect(out).toMatch(/3a .* ended without a report.*--mode must be one of plain, silent, not "loud"/s);
    expect(code).toBe(1);
  });
});

it.each([["file"], ["file", "--virtual"], ["file/below", "--virtual"]])(
  "a table whose store cannot be written to is not begun: --store %s %s",
  async (...typed) => {
    const own = scratch();
    const folder = join(own.path, "packages", "echo");
    mkdirSync(folder, { recursive: true });
    copyFileSync(fixture("servers.mjs"), join(folder, "server.mjs"));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ bin: "./node.mjs", exports: "./server.mjs" }),
    );
    writeFileSync(join(folder, "node.mjs"), readFileSync(fixture("misbehave.mjs")), { mode: 0o755 });
    writeFileSync(join(own.path, "file"), "");
    const { code, out, err } = await glomers(own.path, "challenges", "1", "--store", ...typed);
    expect(err).toMatch(/^--store file\S* cannot be written: .*; name another folder\n$/);
    expect([code, out]).toEqual([254, ""]);
    own.remove();
  },
);

describe("a table that is cut short", () => {
  it.each(["SIGINT", "SIGKILL"] as const)(
    "by %s leaves no node behind, and stores that can be read",
    async (signal) => {
      const own = scratch();
      const pids = join(own.path, "pids");
      mkdirSync(pids);
      for (const [challenge, row] of [
        ["echo", "1"],
        ["unique-ids", "2"],
      ] as const) {
        const folder = join(own.path, "packages", challenge);
        mkdirSync(folder, { recursive: true });
        const rows = { [row]: { args: ["never", "--pids", pids] } };
        writeFileSync(join(folder, "package.json"), JSON.stringify({ bin: "./node.mjs", glomers: { rows } }));
        writeFileSync(join(folder, "node.mjs"), readFileSync(fixture("misbehave.mjs")), { mode: 0o755 });
      }
      const run = start(own.path, ["challenges", "1", "2"]);
      const nodes = (): readonly number[] => readdirSync(pids).map(Number);
      await vi.waitFor(() => expect(nodes()).toHaveLength(4), { timeout: 20_000 });
      run.kill(signal);
      const { code, out } = await run.finished;
      if (signal === "SIGINT") {
        expect(code).toBe(130);
        expect(out).toMatch(/│ 1 +│.*│ interrupted while it ran +│ not run │/);
        expect(out).toMatch(/– 1 +\d+\.\d s {3}interrupted/);
        expect(out).toContain("0 rows passed, 2 not run.");
        expect(out).not.toMatch(/FAIL|✗|Analysis|looks good/);
      }
      await vi.waitFor(() => expect(nodes().filter(isAlive)).toEqual([]), { timeout: 10_000 });
      for (const workload of ["echo", "unique-ids"]) {
        const results = join(own.path, "store", workload, "latest", "results.edn");
        await vi.waitFor(() => expect(readFileSync(results, "utf8")).toContain(":interrupted"), {
          timeout: 10_000,
        });
      }
      own.remove();
    },
  );
});

describe.concurrent("a module that never comes back", () => {
  /** A server with an endless loop, which says who it is when it falls into it. */
  const loop = `import { writeFileSync } from "node:fs";
    const echo = { type: "echo", replyType: "echo_ok", checkRequest: null, checkReply: null };
    export function server(node) {
      node.on(echo, () => {
        writeFileSync("stuck", String(process.pid));
        for (;;);
      });
    }`;

  it.each(["SIGINT", "SIGKILL"] as const)(
    "is told of, and its process ends with a table that %s ends",
    async (signal) => {
      const own = scratch();
      const folder = join(own.path, "packages", "echo");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "server.mjs"), loop);
      writeFileSync(join(folder, "package.json"), JSON.stringify({ exports: "./server.mjs" }));
      const run = start(own.path, ["challenges", "1", "--virtual", "--seed", "7"]);
      const stuck = (): number => Number(readFileSync(join(own.path, "stuck"), "utf8"));
      await vi.waitFor(() => expect(stuck()).toBeGreaterThan(0), { timeout: 20_000 });
      // Whoever is to be told must wait as long as the command does.
      if (signal === "SIGINT") await sleep(11_000);
      run.kill(signal);
      const { code, out, err } = await run.finished;
      if (signal === "SIGINT") {
        expect(err).toMatch(/^glomers: row 1 has not moved for 10 s, with seed 7\. .* Ctrl-C\.\n$/);
        expect(out).toMatch(/│ 1 +│.*│ interrupted while it ran +│ not run │/);
        expect(code).toBe(130);
      }
      await vi.waitFor(() => expect(isAlive(stuck())).toBe(false), { timeout: 20_000 });
      own.remove();
    },
    60_000,
  );
});
