import { probe } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { Deadline } from "./deadline.ts";
import { seqKv } from "./seq-kv.ts";
import { attachService } from "./testing/index.ts";

test("calls one after the other share what is left, and the last one ends with it", async () => {
  const { node, world } = await probe(() => {});
  // Answers the first one late, and no other.
  let requests = 0;
  attachService(world, "seq-kv", () => {
    requests += 1;
    return requests === 1 ? { type: "read_ok", value: 1 } : undefined;
  });
  const kv = seqKv(node);
  const deadline = new Deadline(node.runtime, 2_000);
  let endedAt: number | undefined;
  const work = async (): Promise<void> => {
    await kv.read("k", deadline.asOption());
    await new Promise<void>((resolve) => node.after(1_200, resolve));
    await kv.read("k", deadline.asOption()).catch(() => {});
    endedAt = world.now;
  };
  const startedAt = world.now;
  void work();
  await world.advance(10_000);
  expect(Number(endedAt) - startedAt).toBeLessThanOrEqual(2_000);
  expect(Number(endedAt) - startedAt).toBeGreaterThan(1_200);
});

test("when it is over there is no time left, and nothing is sent", async () => {
  const { node, world } = await probe(() => {});
  let requests = 0;
  attachService(world, "seq-kv", () => {
    requests += 1;
    return { type: "read_ok", value: 1 };
  });
  const deadline = new Deadline(node.runtime);
  expect(deadline.leftMs).toBe(4_500);
  await world.advance(5_000);
  expect(deadline.asOption()).toEqual({ deadlineMs: 0 });
  await expect(seqKv(node).read("k", deadline.asOption())).rejects.toMatchObject({
    code: 0,
    definite: false,
  });
  expect(requests).toBe(0);
});
