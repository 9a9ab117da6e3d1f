import { drawGrudge, type Grudge, type PartitionKind, Random } from "@gossip-glomers/simulator";
import { expect, test } from "vitest";
import { frugal, quick } from "../src/profile.ts";
import { Swarm } from "./swarm.ts";

function swarmOf(nodes: number, seed = 1): Swarm {
  return new Swarm({ nodes, profile: quick, seed, latencyMs: () => 100 });
}

/** Gives a value to each of some nodes every half a second; returns the values. */
function publishAll(swarm: Swarm, nodes: readonly string[], rounds: number, first = 0): number[] {
  const values: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const node of nodes) {
      const value = first + values.length;
      values.push(value);
      swarm.publish(node, value);
    }
    swarm.advance(500);
  }
  return values;
}

/** Cuts some nodes off from all others, in both directions. */
function isolating(swarm: Swarm, nodes: readonly string[]): Grudge {
  const others = swarm.nodeIds.filter((id) => !nodes.includes(id));
  return new Map([
    ...nodes.map((id) => [id, new Set(others)] as const),
    ...others.map((id) => [id, new Set(nodes)] as const),
  ]);
}

test("a hub that is dead is replaced, and its side goes on", () => {
  const swarm = swarmOf(5);
  swarm.cut(isolating(swarm, ["n0"]));
  const living = ["n1", "n2", "n3", "n4"];
  const values = publishAll(swarm, living, 8);
  swarm.advance(2_000);
  for (const id of living) expect(swarm.read(id)).toEqual(values);
  expect(living.map((id) => swarm.replica(id).hub)).toEqual(["n1", "n1", "n1", "n1"]);
});

test("a hub that stands still for a while is replaced, gets what it missed, and is the hub again", () => {
  const swarm = swarmOf(5);
  publishAll(swarm, ["n1"], 4);
  swarm.pause("n0", 6_000);
  const values = publishAll(swarm, ["n2", "n3"], 8, 4);
  for (const id of ["n1", "n4"]) expect(swarm.read(id)).toEqual(expect.arrayContaining(values.slice(0, 8)));
  publishAll(swarm, ["n2", "n3"], 10, 20);
  swarm.advance(15_000);
  for (const id of swarm.nodeIds) expect(swarm.read(id).length).toBe(40);
  expect(swarm.nodeIds.map((id) => swarm.replica(id).hub)).toEqual(["n0", "n0", "n0", "n0", "n0"]);
});

test("a hub that is slow by more than a second does not keep the others waiting", () => {
  const swarm = swarmOf(5);
  swarm.slow("n0", 1_500);
  const values = publishAll(swarm, ["n1", "n2", "n3", "n4"], 20);
  swarm.advance(3_000);
  for (const id of ["n1", "n2", "n3", "n4"]) expect(swarm.read(id)).toEqual(values);
});

test("after a heal all go back to the first hub", () => {
  const swarm = swarmOf(25);
  swarm.cut(isolating(swarm, ["n0", "n1", "n2", "n7"]));
  publishAll(swarm, swarm.nodeIds, 10);
  expect(swarm.replica("n24").hub).toBe("n3");
  swarm.heal();
  publishAll(swarm, swarm.nodeIds, 10, 1_000);
  swarm.advance(3_000);
  for (const id of swarm.nodeIds) {
    expect(swarm.replica(id).hub).toBe("n0");
    expect(swarm.read(id).length).toBe(500);
  }
});

test("a node that has lost its memory gets everything back, and reuses no number", () => {
  const swarm = swarmOf(3);
  publishAll(swarm, ["n1", "n2"], 5);
  swarm.advance(2_000);
  swarm.restart("n1");
  swarm.publish("n1", 100);
  swarm.advance(5_000);
  for (const id of swarm.nodeIds) expect(swarm.read(id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100]);
});

test("so does the hub, and so does a node that nobody says anything to", () => {
  const swarm = swarmOf(3);
  const values = publishAll(swarm, ["n1", "n2"], 5);
  swarm.advance(60_000);
  swarm.restart("n0");
  swarm.restart("n2");
  swarm.advance(5_000);
  for (const id of swarm.nodeIds) expect(swarm.read(id)).toEqual(values);
});

test("and so does one that was cut off when it asked", () => {
  for (const id of ["n0", "n2"]) {
    const swarm = swarmOf(3);
    const values = publishAll(swarm, ["n1", "n2"], 5);
    swarm.advance(60_000);
    swarm.cut(isolating(swarm, [id]));
    swarm.restart(id);
    swarm.advance(10_000);
    swarm.heal();
    swarm.advance(5_000);
    expect(swarm.read(id)).toEqual(values);
    const before = swarm.messages;
    swarm.advance(600_000);
    expect(swarm.messages - before).toBe(0);
  }
});

test("what a hub has forgotten comes back from those that handed it up, though the first that it asks knows nothing", () => {
  const swarm = swarmOf(5);
  swarm.cut(isolating(swarm, ["n1", "n2"]));
  swarm.publish("n3", 7);
  swarm.advance(5_000);
  swarm.restart("n0");
  swarm.advance(1_000);
  swarm.heal();
  swarm.advance(10_000);
  for (const id of swarm.nodeIds) expect(swarm.read(id)).toEqual([7]);
});

test("three nodes whose links work one way only, in a circle, still hear everything", () => {
  for (const circle of [
    ["n0", "n1", "n2"],
    ["n0", "n2", "n1"],
  ]) {
    const swarm = swarmOf(3);
    // Each hears the next one on the circle alone.
    swarm.cut(new Map(circle.map((id, index) => [id, new Set([circle[(index + 2) % 3] ?? ""])])));
    const values = publishAll(swarm, swarm.nodeIds, 10);
    swarm.advance(20_000);
    for (const id of swarm.nodeIds) expect(swarm.read(id)).toEqual(values);
  }
});

test.each([5, 25])("where each of %i nodes sees another majority, all still hear everything", (nodes) => {
  const kind: PartitionKind = "majorities-ring";
  for (let seed = 1; seed <= 10; seed += 1) {
    const swarm = swarmOf(nodes, seed);
    swarm.cut(drawGrudge(kind, swarm.nodeIds, Random.fromSeed(seed)));
    const values = publishAll(swarm, swarm.nodeIds, 16);
    swarm.advance(4_000);
    for (const id of swarm.nodeIds) expect(swarm.read(id)).toEqual(values);
  }
});

test("four nodes in a row, whose branches no root can join, hear everything by comparing notes", () => {
  const swarm = swarmOf(4);
  const row = ["n0", "n2", "n3", "n1"];
  const unheard = (id: string): Set<string> => {
    const at = row.indexOf(id);
    return new Set(row.filter((_, index) => Math.abs(index - at) > 1));
  };
  swarm.cut(new Map(row.map((id) => [id, unheard(id)])));
  const values = publishAll(swarm, row, 20);
  swarm.advance(30_000);
  for (const id of row) expect(swarm.read(id)).toEqual([...values].sort((a, b) => a - b));
});

test("however much was missed, no message carries more than five thousand values", () => {
  const swarm = swarmOf(3);
  swarm.cut(isolating(swarm, ["n2"]));
  for (let value = 0; value < 12_000; value += 1) {
    swarm.publish("n1", value);
    swarm.advance(1);
  }
  swarm.heal();
  swarm.advance(10_000);
  expect(swarm.read("n2").length).toBe(12_000);
  expect(swarm.largestBatch).toBeLessThanOrEqual(5_000);
});

test.each([
  ["quick", quick, 1.1],
  ["frugal", frugal, 0.35],
])("a busy quarter of a minute costs what the %s profile promises", (_, profile, bar) => {
  const swarm = new Swarm({ nodes: 25, profile, seed: 1, latencyMs: () => 100 });
  const random = Random.fromSeed(1);
  // Fifty values a second, and as many reads, which cost nothing.
  for (let value = 0; value < 1_000; value += 1) {
    swarm.publish(random.choice(swarm.nodeIds), value);
    swarm.advance(random.float() * 40);
  }
  swarm.advance(10_000);
  expect(swarm.messages / 2_025).toBeLessThanOrEqual(bar);
});
