/** `glomers test --module`: a seed decides everything, in another process, too. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, glomers, type Scratch, scratch } from "./glomers.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

function place(): Scratch {
  const made = scratch();
  places.push(made);
  return made;
}

/** Thirty seconds with latencies and partitions, in which nodes gossip. */
async function traceOf(seed: string): Promise<string> {
  const { path, current } = place();
  const { code, out, err } = await glomers(
    path,
    ...["test", "-w", "unique-ids", "--module", fixture("servers.mjs"), "--seed", seed],
    ...[
      "--node-count",
      "5",
      "--time-limit",
      "30",
      "--rate",
      "20",
      "--nemesis",
      "partition",
      "--nemesis-interval",
      "3",
    ],
    ...["--latency", "50", "--latency-dist", "exponential"],
  );
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("of virtual time");
  return current("trace.jsonl");
}

describe.concurrent("a run in virtual time", () => {
  it("has the same trace, byte for byte, in two processes with the same seed", async () => {
    const [first, second] = await Promise.all([traceOf("7"), traceOf("7")]);
    for (const kind of ["send", "recv", "drop", "op"]) expect(first).toContain(`"kind":"${kind}"`);
    expect(second === first).toBe(true);
  });

  it("has another trace with another seed", async () => {
    const [first, second] = await Promise.all([traceOf("7"), traceOf("8")]);
    expect(second === first).toBe(false);
  });

  it("prints a seed of its own and keeps it", async () => {
    const { path, current } = place();
    const { out } = await glomers(
      path,
      "test",
      "-w",
      "echo",
      "--time-limit",
      "5",
      "--module",
      fixture("servers.mjs"),
    );
    const seed = /--seed (\d+)/.exec(out)?.[1];
    expect(current("trace.jsonl").split("\n")[0]).toContain(`"seed":${seed}`);
    expect(JSON.parse(current("run.json")).command).toContain(`--seed ${seed}`);
  });

  it("takes a package's directory", async () => {
    const { path } = place();
    mkdirSync(join(path, "node"));
    copyFileSync(fixture("servers.mjs"), join(path, "node", "main.mjs"));
    writeFileSync(
      join(path, "node", "package.json"),
      JSON.stringify({ exports: { ".": { import: "./main.mjs" } } }),
    );
    const { code } = await glomers(path, "test", "-w", "echo", "--time-limit", "5", "--module", "node");
    expect(code).toBe(0);
  });

  it("names the operations that contradict each other", async () => {
    const { path } = place();
    const { code, out } = await glomers(
      path,
      ...[
        "test",
        "-w",
        "unique-ids",
        "--time-limit",
        "2",
        "--node-count",
        "2",
        "--module",
        fixture("same-id.mjs"),
      ],
    );
    expect(out).toMatch(/^INVALID .*:workload/m);
    expect(out).toMatch(/^error .*7/m);
    expect(out.trimEnd().endsWith("Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻")).toBe(true);
    expect(code).toBe(1);
  });
});

describe.concurrent("a module that cannot be run", () => {
  it.each<[name: string, content: string | null, complaint: string]>([
    ["gone.mjs", null, "Must be a module that exists"],
    ["broken.mjs", "export const server = ;", "SyntaxError"],
    ["empty.mjs", "export const other = 1;", "Must export a function `server`"],
  ])("%s is a bad argument", async (name, content, complaint) => {
    const { path } = place();
    if (content !== null) writeFileSync(join(path, name), content);
    const { code, err } = await glomers(path, "test", "-w", "echo", "--module", name);
    expect(err).toContain(`Failed to validate "--module ${name}"`);
    expect(err).toContain(complaint);
    expect(code).toBe(254);
  });
});

describe.concurrent("a module that ends the process", () => {
  it.each<[when: string, text: string, complaint: RegExp]>([
    ["when it is imported", "process.exit(0);", /^glomers: the process was ended before there was a verdict/],
    [
      "as if it had a process of its own",
      "export const server = () => process.exit(0);",
      /process\.exit was called by n\d/,
    ],
    [
      "by waiting for what never comes",
      "await new Promise(() => {});",
      /the process was ended before there was a verdict/,
    ],
  ])("%s, does not pass", async (_, text, complaint) => {
    const { path } = place();
    writeFileSync(join(path, "ends.mjs"), text);
    const { code, err } = await glomers(
      path,
      "test",
      "-w",
      "echo",
      "--module",
      "ends.mjs",
      "--time-limit",
      "1",
    );
    expect(err).toMatch(complaint);
    expect(code).toBe(255);
  });
});
