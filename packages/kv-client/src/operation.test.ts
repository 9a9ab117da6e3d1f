import { getEventListeners } from "node:events";
import { type Json, RpcError } from "@gossip-glomers/protocol";
import { probe } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { after, silence, stage } from "../test/stage.ts";
import { linKv } from "./lin-kv.ts";
import { linTso } from "./lin-tso.ts";
import { lwwKv } from "./lww-kv.ts";
import type { CallOptions } from "./options.ts";
import { type SeqKv, seqKv } from "./seq-kv.ts";
import { linKvInMemory, type ServiceBody } from "./testing/index.ts";

test("nobody answers: the whole operation ends with its deadline, and says what is unknown", async () => {
  const { node, requests } = await stage(silence);
  const reading = linKv(node.node, { deadlineMs: 4_000 }).read("k");
  expect(await after(4_000, node, reading)).toMatchObject({
    code: 0,
    definite: false,
    text: expect.stringMatching(/^lin-kv: read "k": no clear answer within 4000 ms, so whether .* unknown/),
  });
  expect(requests.length).toBeGreaterThan(1);
  expect(node.world.clock.nextDue).toBeUndefined();
});

test("an operation ends with its deadline, too, if that falls in a pause", async () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { node } = await stage(() => ({ type: "error", code: 13 }), { seed });
    const reading = linKv(node.node, { deadlineMs: 2_000 }).read("k");
    expect(await after(2_000, node, reading)).toMatchObject({ code: 0 });
    expect(node.world.clock.nextDue).toBeUndefined();
  }
});

test("attempts get longer up to four times the first one", async () => {
  const { node, times } = await stage(silence);
  await after(60_000, node, linKv(node.node, { deadlineMs: 60_000, pauseMs: 0 }).read("k"));
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 4_000, 4_000]);
});

test("a slow service is waited for longer each time, until its answer is in time", async () => {
  const { node } = await stage(linKvInMemory().bind(null, "n0"), { latencyMs: 400 });
  const kv = linKv(node.node, { attemptMs: 300 });
  expect(await after(4_000, node, kv.readOr("k", "none"))).toBe("none");
});

test("pauses grow, and differ between nodes", async () => {
  const timesOf = async (seed: number): Promise<readonly number[]> => {
    const { node, times } = await stage(() => ({ type: "error", code: 13 }), { seed });
    await after(10_000, node, linKv(node.node, { deadlineMs: 10_000 }).read("k"));
    return times;
  };
  const [one, other] = [await timesOf(1), await timesOf(2)];
  expect(one).not.toEqual(other);
  const pauses = one.slice(1).map((time, index) => time - (one[index] ?? 0));
  for (const [index, pause] of pauses.entries()) {
    expect(pause).toBeLessThanOrEqual(Math.min(50 * 2 ** index, 1_000));
  }
  expect(Math.max(...pauses)).toBeGreaterThan(500);
});

test("a pause longer than the time that is left is cut short, so that the next attempt has some", async () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { node } = await stage(
      (_, count) => (count === 1 ? { type: "error", code: 13 } : { type: "read_ok", value: 7 }),
      { seed, latencyMs: 100 },
    );
    const reading = linKv(node.node, { pauseMs: 60_000, longestPauseMs: 60_000, deadlineMs: 1_000 }).read(
      "k",
    );
    expect(await after(1_000, node, reading)).toBe(7);
  }
});

test("attempts do not swarm just before the deadline", async () => {
  const { node, requests } = await stage(() => ({ type: "error", code: 13 }), { seed: 1 });
  await after(4_000, node, linKv(node.node, { deadlineMs: 4_000 }).read("k"));
  expect(requests.length).toBeLessThan(40);
});

test("a definite error is not asked for twice", async () => {
  const { node, requests } = await stage(() => ({ type: "error", code: 20, text: "key does not exist" }));
  expect(await after(10_000, node, linKv(node.node).read("k"))).toMatchObject({
    code: 20,
    text: 'lin-kv: read "k": key does not exist',
  });
  expect(requests).toHaveLength(1);
});

test("a write that must not be repeated is sent once", async () => {
  const { node, requests } = await stage(silence);
  const writing = linKv(node.node).write("k", 1, { retry: false });
  expect(await after(10_000, node, writing)).toMatchObject({ code: 0 });
  expect(requests).toHaveLength(1);
});

test("an abort ends an attempt, and a pause", async () => {
  for (const answer of [silence, () => ({ type: "error", code: 13 })]) {
    const { node } = await stage(answer, { seed: 3 });
    const abort = new AbortController();
    const reading = linKv(node.node, { pauseMs: 60_000, longestPauseMs: 60_000 }).read("k", {
      signal: abort.signal,
      deadlineMs: 120_000,
    });
    expect(await after(10, node, reading)).toBe("pending");
    abort.abort("enough");
    expect(await after(0, node, reading)).toBe("enough");
    expect(node.world.clock.nextDue).toBeUndefined();
  }
});

test("what an abort says is what its call rejects with, an RpcError too, and is not taken for an answer", async () => {
  const calls: readonly ((kv: SeqKv, options: CallOptions) => Promise<unknown>)[] = [
    (kv, options) => kv.read("k", options),
    (kv, options) => kv.readOr("k", 0, options),
    (kv, options) => kv.write("k", 1, options),
    (kv, options) => kv.cas("k", 1, 2, { ...options, distinct: true }),
    (kv, options) => kv.createIfAbsent("k", 2, { ...options, distinct: true }),
    (kv, options) => kv.update("k", () => 2, options),
    (kv, options) => kv.sync(options),
  ];
  for (const reason of [
    RpcError.temporarilyUnavailable("leaving"),
    RpcError.timeout("leaving"),
    RpcError.keyDoesNotExist("leaving"),
    RpcError.preconditionFailed("leaving"),
  ]) {
    for (const call of calls) {
      // At 1500 ms a second attempt is under way, and the first one may have been carried out.
      for (const ms of [10, 1_500]) {
        const { node } = await stage(silence);
        const abort = new AbortController();
        const calling = call(seqKv(node.node), { signal: abort.signal });
        expect(await after(ms, node, calling)).toBe("pending");
        abort.abort(reason);
        expect(await after(0, node, calling)).toBe(reason);
      }
    }
  }
});

test("many operations under one signal have one listener of it, or Node 20 warns of a leak", async () => {
  for (const answer of [silence, () => ({ type: "error", code: 13 })]) {
    const { node } = await stage(answer, { seed: 3 });
    const abort = new AbortController();
    const kv = linKv(node.node, { pauseMs: 60_000, longestPauseMs: 60_000, deadlineMs: 120_000 });
    const reads = Array.from({ length: 20 }, (_, key) => kv.read(key, { signal: abort.signal }));
    const ended = Promise.allSettled(reads);
    await node.world.advance(10);
    expect(getEventListeners(abort.signal, "abort")).toHaveLength(1);
    abort.abort("enough");
    expect(await ended).toEqual(reads.map(() => ({ status: "rejected", reason: "enough" })));
  }
});

test("a signal outlives its operation without a listener of it", async () => {
  const { node, requests } = await stage((_request, count) =>
    count < 4 ? { type: "error", code: 13 } : { type: "read_ok", value: 1 },
  );
  const { signal } = new AbortController();
  expect(await after(4_000, node, linKv(node.node).read("k", { signal }))).toBe(1);
  expect(requests).toHaveLength(4);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("when the input has ended, nothing is asked again", async () => {
  const { node, requests } = await stage(silence);
  const reading = linKv(node.node).read("k");
  await node.world.advance(10);
  node.node.endInput();
  expect(await after(0, node, reading)).toMatchObject({ code: 0 });
  expect(requests).toHaveLength(1);
  expect(await after(0, node, linKv(node.node).read("k"))).toMatchObject({ code: 0 });
});

/** A store that does what it is asked, but whose answers to the first `count` swaps are lost. */
function losingAnswers(count: number): (request: ServiceBody) => ServiceBody | undefined {
  const service = linKvInMemory();
  let left = count;
  return (request) => {
    const reply = service("n0", request);
    return request.type === "cas" && left-- > 0 ? undefined : reply;
  };
}

test("a cas without an answer is sent once, and its outcome unknown, if values may recur", async () => {
  const { node, requests } = await stage(losingAnswers(1));
  const kv = linKv(node.node);
  await after(10, node, kv.write("k", 1));
  expect(await after(10_000, node, kv.cas("k", 1, 2))).toMatchObject({ code: 0, definite: false });
  expect(requests.map(({ type }) => type)).toEqual(["write", "cas"]);
});

test("if they are distinct, it is settled by reading", async () => {
  const { node, requests } = await stage(losingAnswers(1));
  const kv = linKv(node.node);
  await after(10, node, kv.write("k", 1));
  expect(await after(10_000, node, kv.cas("k", 1, 2, { distinct: true }))).toBeUndefined();
  expect(requests.map(({ type }) => type)).toEqual(["write", "cas", "read"]);
});

test("and by reading what is fresh, where reads may be stale", async () => {
  const { node, requests } = await stage(losingAnswers(1));
  const kv = seqKv(node.node);
  expect(await after(10_000, node, kv.createIfAbsent("k", "mine", { distinct: true }))).toBe(true);
  expect(requests.map(({ type, key }) => [type, key])).toEqual([
    ["cas", "k"],
    ["write", "sync/n0"],
    ["read", "k"],
  ]);
});

test("if another value is there by then, the outcome stays unknown, and the error says so", async () => {
  const service = linKvInMemory();
  const { node } = await stage((request) => {
    const reply = service("n0", request);
    if (request.type !== "cas") return reply;
    service("n1", { type: "write", key: "k", value: "another's" });
    return undefined;
  });
  const kv = linKv(node.node);
  await after(10, node, kv.write("k", 1));
  expect(await after(10_000, node, kv.cas("k", 1, 2, { distinct: true }))).toMatchObject({
    code: 0,
    definite: false,
    text: expect.stringContaining("another value is there by now"),
  });
});

test("a refusal of distinct values is looked into: it may be that of a second copy", async () => {
  const service = linKvInMemory();
  // The network delivers each swap twice, and loses the first answer.
  const { node, requests } = await stage((request) => {
    if (request.type === "cas") service("n0", request);
    return service("n0", request);
  });
  const kv = linKv(node.node);
  await after(10, node, kv.write("k", 1));
  expect(await after(10_000, node, kv.cas("k", 1, 2, { distinct: true }))).toBeUndefined();
  expect(requests.map(({ type }) => type)).toEqual(["write", "cas", "read"]);
});

test("a service that refuses against what it shows is not asked without a pause", async () => {
  const refusal = { type: "error", code: 22, text: "current value 5 is not 4" };
  const { node, requests } = await stage(
    ({ type }) => (type === "cas" ? refusal : { type: "read_ok", value: 4 }),
    { latencyMs: 1 },
  );
  const swapping = linKv(node.node).cas("k", 4, 6, { distinct: true });
  expect(await after(4_000, node, swapping)).toMatchObject({ code: 0, definite: false });
  expect(requests.length).toBeLessThan(60);
});

test("an update that is always too late ends with a definite error: nothing was changed", async () => {
  const refusal = { type: "error", code: 22, text: "current value 5 is not 4" };
  const { node } = await stage(({ type }) => (type === "cas" ? refusal : { type: "read_ok", value: 4 }));
  const kv = linKv(node.node);
  const count = (value: Json | undefined): Json => Number(value) + 1;
  expect(await after(10_000, node, kv.update("k", count))).toMatchObject({ code: 14, definite: true });
});

test("so does one that could not read", async () => {
  const { node } = await stage(silence);
  expect(
    await after(
      10_000,
      node,
      linKv(node.node).update("k", () => 1),
    ),
  ).toMatchObject({ code: 14 });
});

test("what a change throws is what the update throws", async () => {
  const { node, requests } = await stage(() => ({ type: "read_ok", value: 4 }));
  const fault = new Error("no such account");
  const updating = linKv(node.node).update("k", () => {
    throw fault;
  });
  expect(await after(10, node, updating)).toBe(fault);
  expect(requests).toHaveLength(1);
});

test("an indefinite error that is answered at once is asked again like any other", async () => {
  for (const code of [0, 13, 1_000]) {
    const { node, requests } = await stage((_request, count) =>
      count <= 2 ? { type: "error", code, text: "hiccup" } : { type: "read_ok", value: 7 },
    );
    expect(await after(4_000, node, linKv(node.node).read("k"))).toBe(7);
    expect(requests).toHaveLength(3);
  }
});

test("a node that has been stopped asks nothing again", async () => {
  const { node, requests } = await stage(silence);
  const reading = linKv(node.node).read("k");
  await node.world.advance(10);
  node.node.stop();
  expect(await after(0, node, reading)).toMatchObject({ code: 0 });
  expect(requests).toHaveLength(1);
});

/** A store that loses the answer to the first request of `lost`'s type, and then says it is unavailable when asked for `refused`. */
function thenUnavailable(lost: string, refused: string): (request: ServiceBody) => ServiceBody | undefined {
  const service = linKvInMemory();
  let hasLost = false;
  return (request) => {
    if (hasLost && request.type === refused) return { type: "error", code: 11, text: "not now" };
    const reply = service("n0", request);
    if (hasLost || request.type !== lost || request.key !== "k") return reply;
    hasLost = true;
    return undefined;
  };
}

test("a definite error after an attempt without an answer does not say that nothing was written", async () => {
  const { node } = await stage(thenUnavailable("write", "write"));
  expect(await after(10_000, node, linKv(node.node).write("k", 1))).toMatchObject({
    code: 0,
    definite: false,
    text: expect.stringMatching(/^lin-kv: write "k": whether it was carried out is unknown; .*not now/),
  });
});

test.each(["read", "write"])(
  "nor does one of the %s that was to settle a cas say that it was not done",
  async (refused) => {
    const { node } = await stage(thenUnavailable("cas", refused));
    const creating = seqKv(node.node).createIfAbsent("k", "mine", { distinct: true });
    expect(await after(10_000, node, creating)).toMatchObject({
      code: 0,
      definite: false,
      text: expect.stringMatching(/^seq-kv: create "k": whether it was carried out is unknown; .*not now/),
    });
  },
);

test("nor does one of its second copy, while the first may still come", async () => {
  const { node } = await stage(({ type }, count) => {
    if (type === "read") return { type: "read_ok", value: 1 };
    return count === 1 ? undefined : { type: "error", code: 11, text: "not now" };
  });
  expect(await after(10_000, node, linKv(node.node).cas("k", 1, 2, { distinct: true }))).toMatchObject({
    code: 0,
    definite: false,
  });
});

test("a first copy that is refused for another reason is refused for certain", async () => {
  const { node, requests } = await stage(() => ({ type: "error", code: 11, text: "not now" }));
  expect(await after(10_000, node, linKv(node.node).cas("k", 1, 2, { distinct: true }))).toMatchObject({
    code: 11,
    definite: true,
  });
  expect(requests).toHaveLength(1);
});

test("the next operation waits as long as answers have been seen to take, so that a cas, which is sent once, has its answer", async () => {
  const { node, requests } = await stage(linKvInMemory().bind(null, "n0"), { latencyMs: 700 });
  const kv = linKv(node.node);
  for (let round = 0; round < 4; round += 1) await after(6_000, node, kv.write("k", 1));
  expect(await after(1_400, node, kv.cas("k", 1, 2))).toBeUndefined();
  expect(requests.at(-1)).toMatchObject({ type: "cas" });
});

test("a call may have a deadline of its own", async () => {
  const { node } = await stage(silence);
  const reading = linKv(node.node, { deadlineMs: 60_000 }).read("k", { deadlineMs: 500 });
  expect(await after(500, node, reading)).toMatchObject({ text: expect.stringContaining("within 500 ms") });
});

test("without a deadline an operation goes on until it is answered", async () => {
  const memory = linKvInMemory();
  const { node } = await stage((request, count) => (count < 20 ? undefined : memory("n0", request)));
  expect(
    await after(200_000, node, linKv(node.node, { deadlineMs: Infinity }).write("k", 1)),
  ).toBeUndefined();
});

test.each([Number.NaN, -1])(
  "a deadline of %d is refused by the call that has it, whichever it is",
  async (deadlineMs) => {
    const { node, requests } = await stage(silence);
    const wrong = { deadlineMs };
    for (const call of [
      linKv(node.node).read("k", wrong),
      linKv(node.node).readOr("k", 0, wrong),
      linKv(node.node).write("k", 1, wrong),
      linKv(node.node).cas("k", 1, 2, wrong),
      linKv(node.node).createIfAbsent("k", 1, wrong),
      linKv(node.node).update("k", () => 1, wrong),
      lwwKv(node.node).cas("k", 1, 2, wrong),
      seqKv(node.node).sync(wrong),
      linTso(node.node).timestamp(wrong),
    ]) {
      await expect(call).rejects.toThrow(/deadlineMs is (NaN|-1); it must be 0 or more$/);
    }
    expect(requests).toEqual([]);
  },
);

test.each([
  { deadlineMs: -1 },
  { attemptMs: 0 },
  { attemptMs: Number.NaN },
  { pauseMs: Number.NaN },
  { longestPauseMs: -1 },
])("a client with %j is refused when it is made", async (options) => {
  const { node } = await stage(silence);
  for (const make of [linKv, seqKv, lwwKv, linTso]) {
    expect(() => make(node.node, options)).toThrow(/-(kv|tso): \w+ is (NaN|-1|0); it must be [01] or more$/);
  }
});

test("a timestamp is asked for until it comes", async () => {
  const node = await probe(() => {});
  let count = 0;
  node.world.attach("lin-tso", ({ src, body }) => {
    count += 1;
    const reply: ServiceBody = { type: "ts_ok", ts: 7 };
    if (count < 3) return;
    node.world.send({
      src: "lin-tso",
      dest: src,
      body: { type: "", ...reply, in_reply_to: Number(body.msg_id) },
    });
  });
  expect(await after(4_000, node, linTso(node.node).timestamp())).toBe(7);
});

test("less time than a clock can tell is none, and no reason to ask without end", async () => {
  const { node, requests } = await stage(silence);
  for (const deadlineMs of [1e-9, 0.5]) {
    const reading = linKv(node.node).read("k", { deadlineMs });
    expect(await after(10, node, reading)).toMatchObject({
      code: 0,
      text: expect.stringContaining("no time left"),
    });
  }
  expect(requests).toEqual([]);
});
