/** Faults that Maelstrom does not have, on real processes. */
import { afterAll, describe, expect, it } from "vitest";
import { exitCode } from "../src/cli/exit-code.ts";
import { fixture, glomers, type Scratch, scratch } from "./glomers.ts";

const places: Scratch[] = [];
afterAll(() => {
  for (const place of places) place.remove();
});

describe.concurrent("processes", () => {
  // Two runs: the nemesis does one thing at a time, and on a busy machine starting a program again takes all of its time.
  it.each([
    ["are stopped, and cut off", "pause,one-way", [":paused", ":resumed", ":isolated", ":loss 0.5"]],
    ["are killed and started again", "kill", [":killed", ":started", ":loss 0.5"]],
  ])("%s, and none of that is held against them", async (_, kinds, deeds) => {
    const place = scratch();
    places.push(place);
    const args = ["--node-count", "2", "--time-limit", "2", "--rate", "50", "--seed", "1"];
    const faults = ["--faults", kinds, "--nemesis-interval", "0.2", "--loss", "0.5"];
    const { code, out, err } = await glomers(
      place.path,
      ...["test", "-w", "echo", "--bin", fixture("echo.py"), ...args, ...faults],
    );
    expect([code, err]).toEqual([exitCode.valid, ""]);
    expect(out).not.toContain("error ");
    const history = place.current("history.edn");
    for (const deed of deeds) expect(history).toContain(deed);
    const inits = place.current("trace.jsonl").match(/"type":"init"/g) ?? [];
    expect(inits.length).toBe(2 + (history.match(/:started/g) ?? []).length);
  });
});
