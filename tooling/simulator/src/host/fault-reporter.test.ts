import type { NodeFault } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { seconds } from "../generator/duration.ts";
import { FaultReporter } from "./fault-reporter.ts";

const broken = (index: number): NodeFault => ({
  fault: "not-json",
  line: `line ${index}`,
  reason: "no JSON",
});
const lost: NodeFault = { fault: "unknown-address", line: "{}", address: "n9" };
const trailing: NodeFault = { fault: "trailing-text", line: "{} {}", text: "{}" };

function setUp(muteOnFault = false) {
  const told: NodeFault[] = [];
  const events = { log: () => {}, fault: (_: string, fault: NodeFault) => told.push(fault) };
  return { told, reporter: new FaultReporter("n0", events, muteOnFault) };
}

test("tells the first five of a kind, and at the end how many more there were", () => {
  const { told, reporter } = setUp();
  for (let index = 0; index < 12; index++) reporter.report(broken(index));
  reporter.report(lost);
  expect(told).toEqual([...[0, 1, 2, 3, 4].map(broken), lost]);
  reporter.finish();
  reporter.finish();
  expect(told.slice(6)).toEqual([{ fault: "repeated", of: "not-json", count: 7 }]);
});

test("mutes like Maelstrom only if asked to, and only after what mutes Maelstrom", () => {
  const { reporter } = setUp(true);
  reporter.report(trailing);
  expect(reporter.isMuted).toBe(false);
  reporter.report(lost);
  expect(reporter.isMuted).toBe(true);

  const lenient = setUp().reporter;
  lenient.report(lost);
  expect(lenient.isMuted).toBe(false);
});

test("late replies are excused for 5 s after a pause, other faults are not", async () => {
  const { told, reporter } = setUp(true);
  const clock = new VirtualClock();
  const late: NodeFault = { fault: "late-reply", line: "{}", client: "c1", request: 1 };
  const pass = (time: number) =>
    clock.run(new Promise<void>((resolve) => clock.schedule(clock.now() + seconds(time), resolve)));
  reporter.excuseLateReplies(clock);
  await pass(5);
  reporter.report(late);
  expect([told, reporter.isMuted]).toEqual([[], false]);
  await pass(0.1);
  reporter.report(late);
  expect([told, reporter.isMuted]).toEqual([[late], true]);
});
