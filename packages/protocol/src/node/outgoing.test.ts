import { describe, expect, test } from "vitest";
import { message } from "../definition.ts";
import { probe } from "../testing/probe.ts";

const gossip = message<object, object>("gossip");

test("a message to nobody is not sent", async () => {
  const { node, sent } = await probe(() => {});
  const [nobody] = node.peers as string[];
  expect(() => node.send(nobody as string, gossip, {})).toThrow(
    "gossip: it must go to a node or service by its name; it was undefined",
  );
  await expect(node.rpc(nobody as string, gossip, {})).rejects.toThrow(TypeError);
  expect(sent).toEqual([]);
});

describe("a payload", () => {
  test.each([
    { type: "add", delta: 1 },
    { msg_id: 1, values: [] },
  ])(
    "that brings what the node writes is not sent, as it would arrive as something else: %j",
    async (payload) => {
      const { node, sent } = await probe(() => {}, { nodeIds: ["n0", "n1"] });
      expect(() => node.send("n1", gossip, payload)).toThrow(
        /^gossip: a payload must not have (type|msg_id), .*; give the field another name$/,
      );
      await expect(node.rpc("n1", gossip, payload)).rejects.toThrow(/^gossip: a payload must not have/);
      expect(sent).toEqual([]);
    },
  );

  test("with in_reply_to is an answer by hand, and none of a call", async () => {
    const { node, sent } = await probe(() => {}, { nodeIds: ["n0", "n1"] });
    await expect(node.rpc("n1", gossip, { in_reply_to: 1 })).rejects.toThrow(
      /^gossip: a payload must not have in_reply_to/,
    );
    node.send("c1", gossip, { in_reply_to: 1 });
    expect(sent.map(({ body }) => body)).toEqual([{ type: "gossip", in_reply_to: 1 }]);
  });

  test.each<[string, unknown]>([
    ["a list", [1, 2]],
    ["null", null],
    ["abc", "abc"],
  ])("that is no object is not sent: %s", async (what, payload) => {
    const { node, sent } = await probe(() => {}, { nodeIds: ["n0", "n1"] });
    expect(() => node.send("n1", gossip, payload as object)).toThrow(
      `gossip: a payload must be an object; it was ${what}`,
    );
    expect(sent).toEqual([]);
  });
});

describe("a reply", () => {
  test.each<[string, unknown, RegExp]>([
    ["a list", [1, 2], /^a handler must return the payload of its reply, an object; it was a list$/],
    [
      "another type",
      { type: "add_ok" },
      /^the handler's answer is no valid gossip_ok: \/type must be "gossip_ok"$/,
    ],
  ])(
    "with %s is answered with 13, with a definition that checks nothing, too",
    async (_what, answer, text) => {
      const node = await probe((node) => node.on(gossip, () => answer as object));
      expect(await node.request("c1", { type: "gossip" })).toMatchObject({
        code: 13,
        text: expect.stringMatching(text),
      });
    },
  );

  test("may repeat its type, as a whole body has it", async () => {
    const node = await probe((node) => node.on(gossip, () => ({ type: "gossip_ok", n: 1 })));
    expect(await node.request("c1", { type: "gossip", msg_id: 3 })).toEqual({
      type: "gossip_ok",
      n: 1,
      in_reply_to: 3,
    });
  });
});
