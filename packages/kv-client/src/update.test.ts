import type { Json } from "@gossip-glomers/protocol";
import { probe } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { linKv } from "./lin-kv.ts";
import { seqKv } from "./seq-kv.ts";
import { attachService, linKvInMemory } from "./testing/index.ts";

// A client of seq-kv may be shown an old state as long as it changes nothing itself. If an update that was refused only read again,
// it would be shown what it was refused on, and end with 14 though nobody is in its way.
test("an update that was refused brings its reads up to date before it reads again", async () => {
  const node = await probe(() => {});
  let isFresh = false;
  attachService(node.world, "seq-kv", (_src, request) => {
    if (request.type === "write") {
      isFresh = true;
      return { type: "write_ok" };
    }
    if (request.type === "read") return { type: "read_ok", value: isFresh ? 2 : 1 };
    return request.from === 2 ? { type: "cas_ok" } : { type: "error", code: 22, text: "another value" };
  });
  let result: unknown;
  seqKv(node.node)
    .update("k", (value) => Number(value) + 1)
    .then(
      (value) => {
        result = value;
      },
      (error: unknown) => {
        result = error;
      },
    );
  await node.world.advance(5_000);
  expect(result).toBe(3);
});

test("a change may alter the value that it is given", async () => {
  const node = await probe(() => {});
  attachService(node.world, "lin-kv", linKvInMemory());
  const kv = linKv(node.node);
  const push = (list: Json | undefined): Json => {
    // As in JavaScript, where nothing says that the list is read-only.
    const names = (list ?? []) as Json[];
    names.push("n0");
    return names;
  };
  const updated = kv.update("k", push).then(() => kv.update("k", push));
  await node.world.advance(5_000);
  expect(await updated).toEqual(["n0", "n0"]);
});
