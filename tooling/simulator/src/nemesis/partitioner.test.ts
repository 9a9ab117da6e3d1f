import { type Datum, Keyword, keyword, type TraceEvent } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { SimulatedNetwork } from "../network/simulated-network.ts";
import { Random } from "../random/random.ts";
import { PARTITION_KINDS } from "./grudge.ts";
import { isolated, Partitioner } from "./partitioner.ts";

const NODES = ["n0", "n1", "n2", "n3", "n4"];

function setUp() {
  const clock = new VirtualClock();
  const events: TraceEvent[] = [];
  const trace = { write: (event: TraceEvent) => events.push(event) };
  const random = Random.fromSeed(4);
  const latency = { distribution: "constant", mean: 0 } as const;
  const network = new SimulatedNetwork({ clock, latency, random, trace });
  for (const node of NODES) network.attach(node, () => {});
  const partitioner = new Partitioner(network, NODES, random);

  /** Sends a message along every link and returns the links that lost theirs, as `receiver<source`. */
  const deadLinks = async (): Promise<string[]> => {
    const links = new Map<number, string>();
    for (const src of NODES) {
      for (const dest of NODES) links.set(network.send({ src, dest, body: {} }), `${dest}<${src}`);
    }
    await clock.run(new Promise<void>((resolve) => clock.schedule(clock.now() + 1, resolve)));
    return events.flatMap((event) => (event.kind === "drop" ? (links.get(event.id) ?? []) : [])).sort();
  };
  return { partitioner, deadLinks };
}

function linksOf(value: Datum): string[] {
  const [head, grudge] = Array.isArray(value) ? value : [];
  expect(head).toEqual(new Keyword("isolated"));
  if (!(grudge instanceof Map)) return [];
  return [...grudge]
    .flatMap(([receiver, sources]) => [...sources].map((source) => `${receiver}<${source}`))
    .sort();
}

test.each(PARTITION_KINDS)(
  "%s kills exactly the links that its value names, until it is stopped",
  async (kind) => {
    const { partitioner, deadLinks } = setUp();
    const value = partitioner.start(kind);
    const named = linksOf(value);
    expect(named.length).toBeGreaterThan(0);
    expect(await deadLinks()).toEqual(named);
    expect(partitioner.stop()).toEqual(keyword("network-healed"));
    expect(await deadLinks()).toEqual([]);
  },
);

test("draws each of the four kinds about as often", () => {
  const { partitioner } = setUp();
  const counts = new Map<string, number>();
  for (let i = 0; i < 4000; i++) {
    const kind = partitioner.drawKind();
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const kind of PARTITION_KINDS) expect(Math.abs((counts.get(kind) ?? 0) - 1000)).toBeLessThan(120);
});

test("a history shows a grudge as Maelstrom does", () => {
  const grudge = new Map([["n0", new Set(["n1"])]]);
  expect(isolated(grudge)).toEqual([keyword("isolated"), grudge]);
});
