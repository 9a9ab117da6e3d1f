/** `glomers sweep`: what it finds can be found again, exactly. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exitCode } from "../src/cli/exit-code.ts";
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

const sweep = (path: string, module: string, ...args: readonly string[]) =>
  glomers(path, "sweep", "-w", "broadcast", "--module", fixture(module), "--time-limit", "4", ...args);

describe.concurrent("a sweep", () => {
  it("finds a server that sends once and hopes, and prints a command that finds it again, exactly", async () => {
    const { path } = place();
    const { code, out, err } = await sweep(path, "hopeful.mjs", "--seeds", "200", "--max-failures", "2");
    expect([code, err]).toEqual([exitCode.invalid, ""]);
    const failures = [
      ...out.matchAll(/── seed (\d+)\nINVALID .*\n.* is lost: .*\nAgain {3}glomers (.*)\nStore {3}(.*)\n/g),
    ];
    expect(failures).toHaveLength(2);
    expect(out).toMatch(/\d+ seeds: \d+ valid, 2 invalid, 0 unknown\./);
    for (const [, seed = "", command = "", store = ""] of failures) {
      expect(command).toMatch(new RegExp(`^test .* --seed ${seed}$`));
      const replay = place();
      const again = await glomers(replay.path, ...command.split(" "));
      expect([again.code, again.err]).toEqual([exitCode.invalid, ""]);
      for (const file of ["trace.jsonl", "history.edn", "results.edn"])
        expect(replay.current(file)).toBe(readFileSync(join(path, store, file), "utf8"));
    }
  });

  it("finds nothing wrong with one that resends, keeps no store of it, and says between what its figures lie", async () => {
    const { path } = place();
    const { code, out, err } = await sweep(path, "gossip.mjs", "--seeds", "40", "--node-counts", "1,3,5");
    expect([code, err]).toEqual([exitCode.valid, ""]);
    expect(out).toMatch(
      /^40 seeds: 40 valid, 0 invalid, 0 unknown\. {3}.* runs\/s, .* h of virtual time in/m,
    );
    expect(out).toMatch(/^of the valid runs +min +median +max$/m);
    expect(out).toMatch(/^msgs\/op +0 +[\d.]+ +[\d.]+$/m);
    expect(existsSync(join(path, "store"))).toBe(false);
  });

  it("is the same twice, but for its speed", async () => {
    const { path } = place();
    const again = async () => {
      const { out } = await sweep(path, "hopeful.mjs", "--seeds", "20");
      // A line that is there only if the sweep took long enough to be told of how far it is.
      return out.replaceAll(/^Store.*$|^\d+ of \d+ seeds .*\n|\. {3}.* runs\/s.*$/gm, "");
    };
    expect(await again()).toBe(await again());
  });

  it("draws a part of the seeds as it draws them all", async () => {
    const { path } = place();
    const commands = async (...args: readonly string[]) =>
      [...(await sweep(path, "hopeful.mjs", ...args)).out.matchAll(/^Again.*$/gm)].map(([line]) => line);
    const all = await commands("--seeds", "20", "--from", "1");
    const tail = await commands("--seeds", "10", "--from", "11");
    expect(tail.length).toBeGreaterThan(0);
    expect(all.slice(-tail.length)).toEqual(tail);
  });

  it("refuses what glomers test would refuse, with 254", async () => {
    const { path } = place();
    const { code, err } = await sweep(path, "gossip.mjs", "--topology", "ring");
    expect([code, err]).toEqual([
      exitCode.badArguments,
      expect.stringContaining('Failed to validate "--topology ring"'),
    ]);
    expect((await sweep(path, "nosuch.mjs")).code).toBe(exitCode.badArguments);
  });
});
