import { getEventListeners } from "node:events";
import { RpcError, type RpcOptions } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { after, silence, stage } from "../test/stage.ts";
import { inquire } from "./inquiry.ts";
import { linKv } from "./lin-kv.ts";
import { Operation } from "./operation.ts";
import { Pace } from "./pace.ts";
import { seqKv } from "./seq-kv.ts";
import { linKvInMemory } from "./testing/index.ts";

test("an answer that comes when the question has been sent again is an answer", async () => {
  const { node, times } = await stage(linKvInMemory().bind(null, "n0"), { latencyMs: 400 });
  const kv = linKv(node.node, { attemptMs: 300, pauseMs: 0 });
  // A request is on its way for 400 ms.
  expect(await after(799, node, kv.readOr("k", "none"))).toBe("pending");
  expect(times).toEqual([400, 700]);
  expect(await after(1, node, kv.readOr("k", "none"))).toBe("pending");
});

test("so is a definite error, and each answer counts once", async () => {
  const { node, requests } = await stage(linKvInMemory().bind(null, "n0"), { latencyMs: 400 });
  const reading = linKv(node.node, { attemptMs: 300, pauseMs: 0 }).read("k");
  expect(await after(800, node, reading)).toMatchObject({ code: 20 });
  await node.world.advance(2_000);
  expect(requests).toHaveLength(2);
  expect(node.world.clock.nextDue).toBeUndefined();
});

test("however slow a link is, an answer takes one round trip", async () => {
  let latencyMs = 0;
  const { node } = await stage(linKvInMemory().bind(null, "n0"), { latencyMs: () => latencyMs });
  const kv = seqKv(node.node, { attemptMs: 50 });
  for (latencyMs of [60, 200, 390]) {
    expect(await after(2 * latencyMs, node, kv.sync())).toBeUndefined();
    expect(await after(2 * latencyMs, node, kv.readOr("k", "none"))).toBe("none");
    await node.world.advance(2_000);
  }
});

test("an indefinite error is asked again at once if it answers the newest request, and let go if an older one", async () => {
  const { node, times } = await stage((_, count) =>
    count === 1 ? undefined : count === 2 ? { type: "error", code: 13 } : { type: "read_ok", value: 7 },
  );
  const reading = linKv(node.node, { attemptMs: 300, pauseMs: 0 }).read("k");
  expect(await after(300, node, reading)).toBe(7);
  expect(times).toEqual([0, 300, 300]);
});

test("what is listened to ends with the deadline, and says what is unknown", async () => {
  const { node, requests } = await stage(silence);
  const reading = linKv(node.node, { attemptMs: 300, deadlineMs: 2_000 }).read("k");
  expect(await after(1_999, node, reading)).toBe("pending");
  expect(await after(1, node, reading)).toMatchObject({
    code: 0,
    text: expect.stringContaining("within 2000 ms"),
  });
  expect(requests.length).toBeGreaterThan(2);
  expect(node.world.clock.nextDue).toBeUndefined();
});

test("without a deadline no more than a handful of requests are listened to", async () => {
  const { node } = await stage(silence);
  let open = 0;
  let most = 0;
  const send = ({ timeoutMs = 0 }: RpcOptions): Promise<never> => {
    most = Math.max(most, ++open);
    return new Promise((_, reject) =>
      node.node.after(timeoutMs, () => {
        open -= 1;
        reject(RpcError.timeout("no reply"));
      }),
    );
  };
  const call = { attemptMs: 10, deadlineMs: Infinity, pauseMs: 0 };
  const operation = new Operation(node.node, "read", call, {}, new Pace());
  expect(await after(60_000, node, inquire(operation, send))).toBe("pending");
  expect(most).toBeLessThanOrEqual(6);
});

test("an abort ends all of it, and leaves no listener", async () => {
  const { node } = await stage(silence);
  const abort = new AbortController();
  const reading = linKv(node.node, { attemptMs: 10 }).read("k", { signal: abort.signal });
  expect(await after(100, node, reading)).toBe("pending");
  abort.abort("enough");
  expect(await after(0, node, reading)).toBe("enough");
  expect(node.world.clock.nextDue).toBeUndefined();
  expect(getEventListeners(abort.signal, "abort")).toEqual([]);
  expect(await after(0, node, linKv(node.node).read("k", { signal: abort.signal }))).toBe("enough");
});
