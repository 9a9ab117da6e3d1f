/** `glomers maelstrom challenges` on a stand-in for Maelstrom's launcher, in a workspace made for the test. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type Environment, fixture, glomersWith, isAlive, type Scratch, scratch, start } from "./glomers.ts";
import { SAMPLE } from "./stored-runs.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

/** A workspace that solves echo and unique ids, with a node that says by a file that it is there. */
function workspace(): { readonly place: Scratch; readonly pids: string } {
  const place = scratch();
  places.push(place);
  const pids = join(place.path, "pids");
  mkdirSync(pids);
  for (const challenge of ["echo", "unique-ids"]) {
    const folder = join(place.path, "packages", challenge);
    mkdirSync(folder, { recursive: true });
    const args = ["never", "--pids", pids];
    const rows = { [challenge === "echo" ? "1" : "2"]: { args } };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ bin: "bin.sh", glomers: { rows } }));
    const program = `#!/bin/sh\nexec ${process.execPath} ${fixture("misbehave.mjs")} "$@"\n`;
    writeFileSync(join(folder, "bin.sh"), program, { mode: 0o755 });
  }
  return { place, pids };
}

function replaying(runs: Readonly<Record<string, string>>, more: Environment = {}): Environment {
  const folders = Object.fromEntries(Object.entries(runs).map(([name, run]) => [name, join(SAMPLE, run)]));
  return {
    GLOMERS_MAELSTROM: fixture("stand-in-maelstrom.mjs"),
    STAND_IN_REPLAY: JSON.stringify(folders),
    STAND_IN_SECONDS: "0.1",
    ...more,
  };
}

describe.concurrent("the official table", () => {
  it("a row that passes and one that fails: verdicts, figures, files, and what our checkers find", async () => {
    const { place } = workspace();
    const env = replaying({ echo: "echo/012", "unique-ids": "unique-ids/004" });
    const wanted = ["--json", "out/results.json", "--summary", "out/summary.md"];
    const { code, out, err } = await glomersWith(
      env,
      place.path,
      "maelstrom",
      "challenges",
      "1",
      "2",
      ...wanted,
    );
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(
      /✓ 1 {5}[\d.]+ s {3}msgs\/op 0 {3}store\/maelstrom\/1\/store\/echo\/\S+\n {2}warning: n0 sent nothing more after 1\./,
    );
    expect(out).toMatch(/✗ 2 {5}[\d.]+ s {3}invalid/);
    expect(out).toContain("INVALID  Maelstrom says that the run is invalid (exit code 1).");
    expect(out).toContain("error    No generate ever succeeded");
    expect(out).toContain("Output   store/maelstrom/2/output.log");
    expect(out).toContain("1 row passed, 1 failed.");
    for (const row of ["1", "2"]) {
      const folder = join(place.path, "store/maelstrom", row);
      expect(readFileSync(join(folder, "output.log"), "utf8")).toContain("Command line:\nlein run test -w ");
      expect(existsSync(join(folder, "store/latest/results.edn"))).toBe(true);
    }
    expect(JSON.parse(readFileSync(join(place.path, "out/results.json"), "utf8"))).toMatchObject({
      rows: [
        {
          id: "1",
          outcome: "passed",
          shortfalls: [],
          notes: [expect.stringMatching(/^warning: n0 sent nothing more after/)],
        },
        {
          id: "2",
          outcome: "failed",
          shortfalls: expect.arrayContaining(["invalid"]),
          measures: { "server messages": 0 },
        },
      ],
      summary: "1 row passed, 1 failed.",
    });
    const markdown = readFileSync(join(place.path, "out/summary.md"), "utf8");
    expect(markdown).toMatch(
      /^### Gossip Glomers on Maelstrom\n\n\| row \| what \|.*\n\| --- \|.*\n\| 1 \| echo \| valid \| valid \| msgs\/op 0<br>warning: n0 sent .* \| pass \|/,
    );
    expect(markdown).toContain("valid<br>available<br>server messages ≤ 0");
    expect(readdirSync(join(place.path, "out")).sort()).toEqual(["results.json", "summary.md"]);
  });

  it("says what is not solved, and needs no Maelstrom for that or for the list", async () => {
    const { place } = workspace();
    const env = { GLOMERS_MAELSTROM: "nowhere" };
    const none = await glomersWith(env, place.path, "maelstrom", "challenges", "kafka");
    expect([none.code, none.err]).toEqual([254, expect.stringContaining("no packages/kafka")]);
    const list = await glomersWith(env, place.path, "maelstrom", "challenges", "--list");
    expect([list.code, list.out]).toEqual([0, expect.stringContaining("efficient log")]);
    const missing = await glomersWith(env, place.path, "maelstrom", "challenges", "echo");
    expect([missing.code, missing.err]).toEqual([254, expect.stringMatching(/^GLOMERS_MAELSTROM=nowhere /)]);
  });

  it("tells a row whose Maelstrom breaks down from one that fails", async () => {
    const { place } = workspace();
    const env = replaying({ echo: "echo/012" }, { STAND_IN_DIES: "3" });
    const { code, out } = await glomersWith(env, place.path, "maelstrom", "challenges", "1");
    expect(code).toBe(1);
    expect(out).toContain("validity unknown");
    expect(out).toMatch(/FAILED {3}Maelstrom ended with exit code 3[\s\S]*OutOfMemoryError/);
  });

  it("refuses a store that cannot be written before a row has begun", async () => {
    const { place } = workspace();
    writeFileSync(join(place.path, "taken"), "");
    const { code, out, err } = await glomersWith(
      replaying({ echo: "echo/012" }),
      place.path,
      ...["maelstrom", "challenges", "1", "--store", "taken/below"],
    );
    expect([code, out]).toEqual([254, ""]);
    expect(err).toMatch(/^--store taken\/below cannot be written: .*; name another folder\n$/);
  });

  it("refuses a file that cannot be written before a row has begun", async () => {
    const { place } = workspace();
    writeFileSync(join(place.path, "taken"), "");
    const { code, err } = await glomersWith(
      replaying({ echo: "echo/012" }),
      place.path,
      ...["maelstrom", "challenges", "1", "--json", "taken/results.json"],
    );
    expect([code, err]).toEqual([
      254,
      expect.stringMatching(/^--json .*taken\/results.json cannot be written: /),
    ]);
    expect(existsSync(join(place.path, "store"))).toBe(false);
  });
});

describe.concurrent("jobs", () => {
  /** Starts both rows for ten minutes. */
  function begin(jobs: string) {
    const { place, pids } = workspace();
    const jvms = join(place.path, "jvms");
    mkdirSync(jvms);
    const env = replaying(
      { echo: "echo/012", "unique-ids": "unique-ids/004" },
      { STAND_IN_SECONDS: "600", STAND_IN_STARTS: jvms },
    );
    const running = start(place.path, ["maelstrom", "challenges", "1", "2", "--jobs", jobs], undefined, env);
    return {
      place,
      running,
      nodes: () => readdirSync(pids).map(Number),
      jvms: () => readdirSync(jvms).map(Number),
    };
  }

  it("two side by side, each in a folder of its own; Ctrl-C ends both and all nodes", async () => {
    const { place, running, nodes, jvms } = begin("2");
    await vi.waitFor(() => expect([jvms().length, nodes().length]).toEqual([2, 4]), { timeout: 20_000 });
    for (const row of ["1", "2"])
      expect(existsSync(join(place.path, "store/maelstrom", row, "store/current"))).toBe(true);
    const all = [...nodes(), ...jvms()];
    running.kill("SIGINT");
    const { code, out } = await running.finished;
    expect(code).toBe(130);
    expect(out.match(/│ interrupted while it ran +│ not run │/g)).toHaveLength(2);
    await vi.waitFor(() => expect(all.filter(isAlive)).toEqual([]), { timeout: 20_000 });
  });

  it("one at a time, if nothing else is said", async () => {
    const { running, nodes, jvms } = begin("1");
    await vi.waitFor(() => expect(nodes().length).toBeGreaterThan(0), { timeout: 20_000 });
    expect(jvms()).toHaveLength(1);
    running.kill("SIGTERM");
    const { code, out } = await running.finished;
    expect(code).toBe(143);
    expect(out).toContain("interrupted before it began");
    expect(jvms().filter(isAlive)).toEqual([]);
  });
});
