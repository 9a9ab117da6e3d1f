import { attachServices } from "@gossip-glomers/kv-client/testing";
import { cluster } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer } from "../server.ts";
import { Recent } from "./recent.ts";

test("what has not been used for half a minute is forgotten, and what has is not", () => {
  let now = 0;
  const recent = new Recent<number>({ now: () => now });
  for (let log = 0; log < 1_000; log += 1) recent.set(`short ${log}`, log);
  recent.set("long", 7);
  now = 20_000;
  expect(recent.get("long")).toBe(7);
  now = 40_000;
  recent.set("new", 8);
  expect(recent.size).toBe(2);
  expect([recent.get("long"), recent.get("short 5")]).toEqual([7, undefined]);
});

test("a log that was forgotten goes on where it ended, and its committed offset does not fall", async () => {
  const { node, world, advance } = await cluster(createServer({ strategy: "lin-kv" }), {
    nodes: 1,
    latencyMs: 1,
  });
  attachServices(world);
  const request = (type: string, body: object) => node("n0").request("c1", { type, ...body });
  for (let msg = 0; msg < 70; msg += 1) await request("send", { key: "k", msg });
  await request("commit_offsets", { offsets: { k: 9 } });
  await advance(60_000);
  await request("send", { key: "other", msg: 0 });
  await request("commit_offsets", { offsets: { other: 0 } });
  const before = world.sent.length;
  const asked = () => world.sent.slice(before).filter(({ dest }) => dest === "lin-kv").length;
  expect(await request("send", { key: "k", msg: 70 })).toMatchObject({ offset: 70 });
  // It has been forgotten: its end has to be found, which takes more than the one request that puts a message there.
  const first = asked();
  expect(first).toBeGreaterThan(1);
  expect(await request("send", { key: "k", msg: 71 })).toMatchObject({ offset: 71 });
  expect(asked()).toBe(first + 1);
  expect(await request("commit_offsets", { offsets: { k: 5 } })).toMatchObject({ type: "commit_offsets_ok" });
  expect(await request("list_committed_offsets", { keys: ["k"] })).toMatchObject({ offsets: { k: 9 } });
});
