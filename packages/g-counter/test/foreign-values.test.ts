/** A counter at whose keys in seq-kv somebody else has written: whoever asks is told so, at once, and nothing is counted on top. */
import { attachService, type Service, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import type { Json } from "@gossip-glomers/protocol";
import { type Cluster, cluster, type TestNode } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { server } from "../src/server.ts";
import { add, read } from "./counters.ts";

/** More questions than this are no answer. The store falls silent then, or a node that never pauses would let no time pass. */
const most = 20;

/** Counters, and a store in which there is this. */
async function countersThatFind(
  key: string,
  value: Json,
  nodes: number,
): Promise<Cluster & { asked(): number }> {
  const counters = await cluster(server, { nodes });
  const service: Service = seqKvInMemory(() => 0, "wrapping");
  service("n99", { type: "write", key, value });
  let asked = 0;
  attachService(counters.world, "seq-kv", (src, body) => {
    asked += 1;
    return asked > most ? undefined : service(src, body);
  });
  return { ...counters, asked: () => asked };
}

const logOf = ({ logged }: TestNode): string => logged.map(({ line }) => line).join("\n");

const told = (key: string, value: Json) => ({
  type: "error",
  code: 13,
  text: expect.stringContaining(`seq-kv holds ${JSON.stringify(value)} at ${key}, which is no`),
});

// With a field too many, an add asked seq-kv without a pause until its time was up, as no swap from what it had read succeeded.
// To -5 it was added, and acknowledged, and read as 0; a fraction made all reads fail, and did not say why.
test.each<[Json]>([
  ["mine"],
  [{ total: 5, commit: "x-1", by: "me" }],
  [{ total: -5, commit: "x-1" }],
  [{ total: 1.5, commit: "x-1" }],
  [{ total: 1e300, commit: "x-1" }],
])("an add does not take %j for a total, nor does a read, on any node", async (value) => {
  const { node, asked } = await countersThatFind("g-counter/n0", value, 2);
  expect(await node("n0").request("c1", add(1))).toMatchObject(told("g-counter/n0", value));
  for (const id of ["n0", "n1"])
    expect(await node(id).request("c1", read)).toMatchObject(told("g-counter/n0", value));
  expect(asked()).toBeLessThan(most);
  expect(logOf(node("n0"))).toContain("leave that key to this program");
});

// A round that was done before it began proved everything fresh, and with a field too many each read tried for two seconds in vain.
test.each<[Json]>([
  [3],
  [{ begun: 5, done: 4, sum: 3, by: "me" }],
  [{ begun: 5, done: 7, sum: 3 }],
  [{ begun: 5, done: 4, sum: 0.5 }],
])("a read among many does not take %j for a shared sum", async (value) => {
  const { node, asked } = await countersThatFind("g-counter", value, 20);
  expect(await node("n0").request("c1", read)).toMatchObject(told("g-counter", value));
  expect(asked()).toBeLessThan(most);
  expect(logOf(node("n0"))).toContain("leave that key to this program");
});

// Reads take the greatest total that a node was seen to have, so what was added to the lesser one was acknowledged and not seen.
test.each<[what: string, change: (store: Service) => Service]>([
  [
    "set back",
    (store) => {
      store("n99", { type: "write", key: "g-counter/n0", value: { total: 1, commit: "x-1" } });
      return store;
    },
  ],
  ["emptied", () => seqKvInMemory(() => 0, "wrapping")],
])("adds go on from what was acknowledged if the total is %s", async (_, change) => {
  const { node, advance, world } = await cluster(server, { nodes: 2 });
  let store = seqKvInMemory(() => 0, "wrapping");
  attachService(world, "seq-kv", (src, body) => store(src, body));
  await node("n0").request("c1", add(5));
  expect(await node("n1").request("c1", read)).toMatchObject({ value: 5 });
  store = change(store);
  expect(await node("n0").request("c1", add(2))).toMatchObject({ type: "add_ok" });
  await advance(1_000);
  for (const id of ["n0", "n1"]) expect(await node(id).request("c1", read)).toMatchObject({ value: 7 });
});
