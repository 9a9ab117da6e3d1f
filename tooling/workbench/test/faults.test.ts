/** Faults that Maelstrom does not have, on real processes. */
import { afterAll, expect, it } from "vitest";
import { exitCode } from "../src/cli/exit-code.ts";
import { fixture, glomers, scratch } from "./glomers.ts";

const place = scratch();
afterAll(() => place.remove());

it("processes are stopped, killed and started again, and none of that is held against them", async () => {
  const args = ["--node-count", "2", "--time-limit", "2", "--rate", "50", "--seed", "1"];
  const faults = ["--faults", "pause,kill,one-way", "--nemesis-interval", "0.2", "--loss", "0.5"];
  const { code, out, err } = await glomers(
    place.path,
    ...["test", "-w", "echo", "--bin", fixture("echo.py"), ...args, ...faults],
  );
  expect([code, err]).toEqual([exitCode.valid, ""]);
  expect(out).not.toContain("error ");
  const history = place.current("history.edn");
  for (const deed of [":paused", ":resumed", ":killed", ":started", ":isolated", ":loss 0.5"])
    expect(history).toContain(deed);
  const inits = place.current("trace.jsonl").match(/"type":"init"/g) ?? [];
  expect(inits.length).toBe(2 + (history.match(/:started/g) ?? []).length);
});
