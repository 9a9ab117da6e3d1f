/** A run that is cut short leaves no process behind, and a store that can be read. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, isAlive, type Scratch, scratch, start } from "./glomers.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

interface Underway {
  readonly place: Scratch;
  readonly pids: () => readonly number[];
  readonly run: ReturnType<typeof start>;
}

/** Starts a long run of two nodes; settles when operations have completed. */
async function underway(mode: string, preload?: (directory: string) => string): Promise<Underway> {
  const place = scratch();
  places.push(place);
  const pidFolder = join(place.path, "pids");
  mkdirSync(pidFolder);
  const args = ["test", "-w", "echo", "--node-count", "2", "--rate", "50", "--time-limit", "60"];
  const run = start(
    place.path,
    [...args, "--bin", fixture("misbehave.mjs"), "--", mode, "--pids", pidFolder],
    preload?.(place.path),
  );
  await vi.waitFor(() => expect(place.current("history.edn")).toContain(":type :ok"), { timeout: 20_000 });
  return { place, run, pids: () => readdirSync(pidFolder).map(Number) };
}

async function expectNothingLeft({ pids }: Underway): Promise<void> {
  expect(pids()).toHaveLength(2);
  // A process that was killed by one that is gone itself is there until the system has collected it.
  await vi.waitFor(() => expect(pids().filter(isAlive)).toEqual([]), { timeout: 20_000 });
}

/** Every line of the history is whole, and every invocation has its completion. */
function expectReadableStore({ place }: Underway): void {
  const lines = place.current("history.edn").trimEnd().split("\n");
  for (const line of lines) expect(line).toMatch(/^\{:index \d+.*\}$/);
  const invoked = lines.filter((line) => line.includes(":type :invoke"));
  expect(lines).toHaveLength(invoked.length * 2);
  for (const line of place.current("trace.jsonl").trimEnd().split("\n")) JSON.parse(line);
}

describe.concurrent("a run that is cut short", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s", async (signal, code) => {
    const run = await underway("never");
    run.run.kill(signal);
    const finished = await run.run.finished;
    expect(finished.out).toMatch(new RegExp(`UNKNOWN {2}echo on 2 nodes was interrupted by ${signal}`));
    expect(finished.code).toBe(code);
    await expectNothingLeft(run);
    expectReadableStore(run);
    expect(run.place.current("results.edn")).toMatch(
      new RegExp(`:interrupted "interrupted by ${signal}.*:valid\\? :unknown`, "s"),
    );
  });

  it("while a node hangs", async () => {
    const run = await underway("hang");
    run.run.kill("SIGINT");
    expect((await run.run.finished).code).toBe(130);
    await expectNothingLeft(run);
    expectReadableStore(run);
  });

  it("by a second signal, at once", async () => {
    const run = await underway("never");
    run.run.kill("SIGINT");
    run.run.kill("SIGTERM");
    expect([130, 143]).toContain((await run.run.finished).code);
    await expectNothingLeft(run);
  });

  it("by a crash of the workbench", async () => {
    const run = await underway("never", (directory) => {
      // Crashes as soon as the test has seen operations, which is when this file appears.
      const crash = `import { existsSync } from "node:fs";
        setInterval(() => { if (existsSync(${JSON.stringify(join(directory, "crash"))})) throw new Error("boom"); }, 20);`;
      writeFileSync(join(directory, "crash.mjs"), crash);
      return pathToFileURL(join(directory, "crash.mjs")).href;
    });
    writeFileSync(join(run.place.path, "crash"), "");
    const finished = await run.run.finished;
    expect(finished.err).toContain("glomers crashed: Error: boom");
    expect(finished.code).toBe(255);
    await expectNothingLeft(run);
    expectReadableStore(run);
    expect(run.place.current("results.edn")).toContain(":valid? :unknown");
  });
});
