/** A node in a session of its own, or whose bench was killed, does not outlive the run either where Linux shows whose it was. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, type TestContext, vi } from "vitest";
import { fixture, isAlive, type Running, scratch, start } from "./glomers.ts";

interface Underway {
  readonly run: Running;
  /** The node and its child. */
  readonly nodes: readonly number[];
  /** The process that started the node. */
  readonly bench: number;
}

/** @param context - of the test that is to clear away; beside others that run at once there is no other way to know it */
async function underway(
  { onTestFinished }: TestContext,
  args: (pids: string) => readonly string[],
): Promise<Underway> {
  const place = scratch();
  const pids = join(place.path, "pids");
  mkdirSync(pids);
  mkdirSync(join(place.path, "packages", "echo"), { recursive: true });
  const rows = { "1": { args: [pids] } };
  writeFileSync(
    join(place.path, "packages", "echo", "package.json"),
    JSON.stringify({ bin: "./node.mjs", glomers: { rows } }),
  );
  writeFileSync(
    join(place.path, "packages", "echo", "node.mjs"),
    `#!/usr/bin/env node\nimport ${JSON.stringify(fixture("stubborn.mjs"))};\n`,
    { mode: 0o755 },
  );
  const run = start(place.path, args(pids));
  await vi.waitFor(() => expect(readdirSync(pids)).toHaveLength(3), { timeout: 20_000 });
  const names = readdirSync(pids);
  const nodes = names.map(Number).filter((pid) => !Number.isNaN(pid));
  onTestFinished(() => {
    for (const pid of nodes.filter(isAlive)) process.kill(pid, "SIGKILL");
    place.remove();
  });
  return { run, nodes, bench: Number(names.find((name) => name.startsWith("bench-"))?.slice(6)) };
}

async function expectNothingLeft(nodes: readonly number[]): Promise<void> {
  expect(nodes).toHaveLength(2);
  await vi.waitFor(() => expect(nodes.filter(isAlive)).toEqual([]), { timeout: 20_000 });
}

describe.skipIf(process.platform !== "linux")("nothing is left", { concurrent: true }, () => {
  it("of a run that comes to its end", async (context) => {
    const test = ["test", "-w", "echo", "--node-count", "1", "--time-limit", "2", "--bin"];
    const { run, nodes } = await underway(context, (pids) => [...test, fixture("stubborn.mjs"), "--", pids]);
    expect((await run.finished).code).toBe(0);
    await expectNothingLeft(nodes);
  });

  it("of a table that is cut short", async (context) => {
    const { run, nodes } = await underway(context, () => ["challenges", "1"]);
    run.kill("SIGINT");
    expect((await run.finished).code).toBe(130);
    await expectNothingLeft(nodes);
  });

  it("of a row whose process was killed", async (context) => {
    const { run, nodes, bench } = await underway(context, () => ["challenges", "1"]);
    process.kill(bench, "SIGKILL");
    const { code, out } = await run.finished;
    expect(out).toContain("The process of row 1 was killed (SIGKILL)");
    expect(code).toBe(1);
    await expectNothingLeft(nodes);
  });
});
