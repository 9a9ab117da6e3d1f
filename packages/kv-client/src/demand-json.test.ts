import type { Json } from "@gossip-glomers/protocol";
import { probe, type TestNode } from "@gossip-glomers/protocol/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { demandJson } from "./demand-json.ts";
import { linKv } from "./lin-kv.ts";
import { lwwKv } from "./lww-kv.ts";
import { seqKv } from "./seq-kv.ts";
import { attachServices } from "./testing/index.ts";

test("whatever is JSON passes", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => demandJson("it", value)));
});

/** What only a program without types can give, or one that has looked behind the end of a list. */
const none = [
  [undefined, "undefined"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [5n, "5"],
  [Promise.resolve(1), "a promise"],
] as unknown as readonly (readonly [Json, string])[];

describe.each(none)("%s", (value, said) => {
  async function sentBy(ask: (node: TestNode["node"]) => Promise<unknown>): Promise<readonly unknown[]> {
    const { node, sent, world } = await probe(() => {});
    attachServices(world);
    const settled = expect(ask(node)).rejects.toThrow(new RegExp(`must be JSON; it was ${said}$`));
    await world.advance(1_000);
    await settled;
    return sent;
  }

  test("as a key or a value is refused, and nothing is sent", async () => {
    for (const make of [linKv, seqKv, lwwKv]) {
      expect(await sentBy((node) => make(node).read(value))).toEqual([]);
      expect(await sentBy((node) => make(node).readOr(value, 0))).toEqual([]);
      expect(await sentBy((node) => make(node).write("k", value))).toEqual([]);
      expect(await sentBy((node) => make(node).cas("k", value, 1))).toEqual([]);
      expect(await sentBy((node) => make(node).cas("k", 1, value))).toEqual([]);
    }
    expect(await sentBy((node) => linKv(node).createIfAbsent("k", value))).toEqual([]);
  });

  test("that a change returns is refused, and not written", async () => {
    const sent = await sentBy((node) => linKv(node).update("k", () => value));
    expect(sent).toMatchObject([{ body: { type: "read" } }]);
  });
});
