import { probe } from "@gossip-glomers/protocol/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { server } from "./server.ts";

test("a node answers what it is told", async () => {
  const node = await probe(server);
  expect(await node.request("c1", { type: "echo", msg_id: 7, echo: "Please echo 35" })).toEqual({
    type: "echo_ok",
    in_reply_to: 7,
    echo: "Please echo 35",
  });
});

test("any JSON value comes back unchanged", async () => {
  const node = await probe(server);
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const sent = JSON.parse(JSON.stringify(value));
      const reply = await node.request("c1", { type: "echo", echo: sent });
      expect(reply.echo).toEqual(sent);
    }),
  );
});

test("an echo of nothing is a malformed request, and the fault is named", async () => {
  const node = await probe(server);
  expect(await node.request("c1", { type: "echo" })).toMatchObject({
    type: "error",
    code: 12,
    text: expect.stringContaining("/echo"),
  });
});

test("a node sends nothing that it was not asked for", async () => {
  const node = await probe(server);
  await node.request("c1", { type: "echo", echo: 1 });
  await node.world.advance(60_000);
  expect(node.sent.map(({ body }) => body.type)).toEqual(["echo_ok"]);
});
