/** Both hosts under one suite, and one of them with nodes in two languages. */
import { fileURLToPath } from "node:url";
import { describe } from "vitest";
import { InProcessHost, ProcessHost, Random, VirtualClock, WallClock } from "../src/index.ts";
import { oblige } from "./fixtures/obliging-server.ts";
import { describeHost } from "./host-compliance.ts";
import { Stage } from "./stage.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

describeHost("InProcessHost on a VirtualClock", ({ muteOnFault }) => {
  const clock = new VirtualClock();
  return new Stage(
    clock,
    new InProcessHost({ equip: oblige, clock, random: Random.fromSeed(1), muteOnFault }),
  );
});

describeHost("InProcessHost on a WallClock", ({ muteOnFault }) => {
  const clock = new WallClock();
  return new Stage(
    clock,
    new InProcessHost({ equip: oblige, clock, random: Random.fromSeed(1), muteOnFault }),
  );
});

describe.each([
  ["Node", "obliging-node.mjs"],
  ["Python", "obliging_node.py"],
])("in %s", (_, script) => {
  describeHost("ProcessHost", ({ muteOnFault }) => {
    const clock = new WallClock();
    return new Stage(clock, new ProcessHost({ clock, bin: fixture(script), muteOnFault }));
  });
});
