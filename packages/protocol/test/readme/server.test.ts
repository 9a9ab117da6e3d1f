import { cluster } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { serveBroadcast } from "./server.ts";

test("a node that was cut off hears of what it missed", async () => {
  let isCut = true;
  const { node, advance } = await cluster(serveBroadcast, {
    nodes: 3,
    latencyMs: 50,
    loses: ({ dest }) => isCut && dest === "n2",
  });
  await node("n0").request("c1", { type: "broadcast", message: 7 });
  await advance(10_000);
  expect(await node("n2").request("c2", { type: "read" })).toMatchObject({ messages: [] });
  isCut = false;
  await advance(150);
  expect(await node("n2").request("c2", { type: "read" })).toMatchObject({ messages: [7] });
});
