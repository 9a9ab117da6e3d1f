/** A counter whose store is silent or cut off, and one that dies. */
import { attachService, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { cluster, probe } from "@gossip-glomers/protocol/testing";
import { expect, test } from "vitest";
import { createServer, server } from "../src/server.ts";
import { add, asked, life, read } from "./counters.ts";

test("an add that was committed but not acknowledged before a crash is counted once, and the next one on top", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const first = await life(service, ({ type }) => type === "cas", 1);
  first.deliver("c1", { ...add(5), msg_id: 9 });
  await first.world.advance(10);
  first.node.stop();
  const second = await life(service, () => false, 2);
  expect(await second.request("c1", add(2))).toMatchObject({ type: "add_ok" });
  expect(await second.request("c1", read)).toMatchObject({ value: 7 });
});

test("an add whose answer is lost is settled by reading, and acknowledged", async () => {
  let lost = 1;
  const node = await life(
    seqKvInMemory(() => 0, "wrapping"),
    ({ type }) => type === "cas" && lost-- > 0,
    1,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "add_ok" });
  expect(await node.request("c1", read)).toMatchObject({ value: 5 });
});

test("while seq-kv is silent, a read is not done and an add unknown; afterwards both are right", async () => {
  let isSilent = false;
  const service = seqKvInMemory(() => 0, "wrapping");
  const node = await life(service, () => isSilent, 1);
  await node.request("c1", add(1));
  isSilent = true;
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 0 });
  expect(await node.request("c1", read)).toMatchObject({ type: "error", code: 11 });
  isSilent = false;
  await node.request("c1", add(2));
  expect(await node.request("c1", read)).toMatchObject({ value: 8 });
});

test("an add that could not even begin is refused for certain", async () => {
  const node = await life(
    seqKvInMemory(() => 0, "wrapping"),
    () => true,
    1,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 11 });
});

test("while seq-kv answers each swap at once with an error, an add asks it ever more rarely, and is in it soon after", async () => {
  let isFailing = true;
  const service = seqKvInMemory(() => 0, "wrapping");
  const node = await probe(server);
  attachService(node.world, "seq-kv", (src, body) =>
    isFailing && body.type === "cas" ? { type: "error", code: 13, text: "no" } : service(src, body),
  );
  node.deliver("c1", { ...add(5), msg_id: 500 });
  await node.world.advance(3_000);
  expect(asked(node).length).toBeLessThan(60);
  isFailing = false;
  await node.world.advance(1_100);
  expect(node.sent.at(-1)?.body).toMatchObject({ type: "add_ok", in_reply_to: 500 });
});

// If a node counted its messages from 1 again after a crash, an answer to its former life that is still under way would answer, by
// number and type, a question of the new one.
test("a late answer to a former life does not acknowledge an add of the new one", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const first = await life(service, ({ type }) => type === "cas", 1);
  first.deliver("c1", { ...add(5), msg_id: 9 });
  await first.world.advance(10);
  first.node.stop();
  const swap = first.sent.find(({ body }) => body.type === "cas")?.body.msg_id;

  // The new life's swap is lost on its way, and then the answer to the former one arrives.
  const second = await probe(server, { seed: 2 });
  attachService(second.world, "seq-kv", (src, body) =>
    body.type === "cas" ? undefined : service(src, body),
  );
  second.deliver("c1", { ...add(2), msg_id: 10 });
  await second.world.advance(10);
  second.deliver("seq-kv", { type: "cas_ok", in_reply_to: Number(swap) });
  await second.world.advance(10);
  const { value } = service("n0", { type: "read", key: "g-counter/n0" }) ?? {};
  expect(JSON.stringify(value)).toContain('"total":5');
  expect(second.sent.map(({ body }) => body.type)).not.toContain("add_ok");
});

test("a read whose store falls silent half-way is refused while its client still waits", async () => {
  for (const nodes of [3, 20]) {
    const { node, world } = await cluster(server, { nodes });
    const service = seqKvInMemory(() => 0, "wrapping");
    // The first answer comes late, and then none.
    let answers = 0;
    attachService(world, "seq-kv", (src, body) =>
      world.now > 2_900 && answers++ === 0 ? service(src, body) : undefined,
    );
    expect(await node("n0").request("c1", read)).toMatchObject({ type: "error", code: 11 });
  }
});

test("so is an add that could begin only late, and has no answer then", async () => {
  const service = seqKvInMemory(() => 0, "wrapping");
  const node = await probe(server);
  attachService(node.world, "seq-kv", (src, body) =>
    node.world.now > 2_900 && body.type === "read" ? service(src, body) : undefined,
  );
  expect(await node.request("c1", add(5))).toMatchObject({ type: "error", code: 0 });
});

test.each([4_000, 10_000])(
  "a node that was cut off from seq-kv for %i ms adds and reads again 2.5 s after that at the latest",
  async (cutMs) => {
    for (const nodes of [1, 3, 20]) {
      const { node, world, advance } = await cluster(server, { nodes });
      const service = seqKvInMemory(() => 0, "wrapping");
      const [begin, end] = [1_000, 1_000 + cutMs];
      const isCut = (src: string): boolean => src === "n0" && world.now >= begin && world.now < end;
      attachService(world, "seq-kv", (src, body) => (isCut(src) ? undefined : service(src, body)));
      const answers = new Map<
        number,
        { readonly at: number; readonly type: string; readonly value: unknown }
      >();
      world.attach("c1", ({ body }) => {
        answers.set(Number(body.in_reply_to), { at: world.now, type: body.type, value: body.value });
      });
      const [early, late] = [begin + cutMs / 2, end + 3_000];
      // One client of each kind, as on Maelstrom: it asks again when it has its answer, or has waited for 5 s.
      for (const [first, body] of [
        [1, add(1)],
        [100_001, read],
      ] as const) {
        let [id, askedAt] = [first - 1, Number.NEGATIVE_INFINITY];
        const ask = (): void => {
          if (world.now > late) return;
          if (id < first || answers.has(id) || world.now - askedAt >= 5_000) {
            id += 1;
            askedAt = world.now;
            node("n0").deliver("c1", { ...body, msg_id: id });
          }
          world.clock.setTimer(10, ask);
        };
        ask();
      }
      await advance(late + 5_000);
      const done = [...answers.values()].filter(({ type }) => type.endsWith("_ok"));
      for (const type of ["add_ok", "read_ok"]) {
        const of = done.filter((answer) => answer.type === type);
        expect(of.filter(({ at }) => at >= early && at < end)).toEqual([]);
        expect(of.find(({ at }) => at >= end)?.at).toBeLessThanOrEqual(end + 2_500);
      }
      const acknowledged = done.filter(({ type }) => type === "add_ok").length;
      const { value } = await node("n0").request("c2", read);
      // What ended without a clear answer may have been added, once each.
      expect(value).toBeGreaterThanOrEqual(acknowledged);
      expect(value).toBeLessThanOrEqual([...answers.keys()].filter((id) => id < 100_000).length);
    }
  },
);

test("two processes under one name, which should not be, count each add once all the same", async () => {
  const [one, other] = [await probe(server, { seed: 1 }), await probe(server, { seed: 2 })];
  const service = seqKvInMemory(() => 0, "wrapping");
  for (const { world } of [one, other]) attachService(world, "seq-kv", service);
  for (let n = 0; n < 5; n += 1) {
    // Both send their swap before either has its answer.
    for (const { node } of [one, other])
      node.receive({ src: "c1", dest: "n0", body: { ...add(5), msg_id: n + 1 } });
    await Promise.all([one.world.advance(2_000), other.world.advance(2_000)]);
  }
  const replies = [one, other].flatMap(({ sent }) => sent.filter(({ dest }) => dest === "c1"));
  expect(replies.map(({ body }) => body.type)).toEqual(Array(10).fill("add_ok"));
  expect(service("n0", { type: "read", key: "g-counter/n0" })).toMatchObject({ value: { total: 50 } });
});

test.each([510, 800])(
  "a store that is %i ms away in each direction serves adds and reads",
  async (latencyMs) => {
    const { node, world } = await cluster(server, { nodes: 3, latencyMs });
    attachService(
      world,
      "seq-kv",
      seqKvInMemory(() => 0, "wrapping"),
    );
    // The first ones find out how slow it is.
    for (let round = 0; round < 3; round += 1) await node("n0").request("c1", add(1));
    for (let round = 0; round < 10; round += 1) {
      const askedAt = world.now;
      expect(await node("n0").request("c1", add(1))).toMatchObject({ type: "add_ok" });
      expect(world.now - askedAt).toBeLessThan(4_600);
      expect(await node("n0").request("c1", read)).toMatchObject({ type: "read_ok" });
    }
  },
);

test("who asks while an earlier reader's time runs out is not refused with it", async () => {
  let isSilent = true;
  const { node, world, advance } = await cluster(server, { nodes: 3 });
  const service = seqKvInMemory(() => 0, "wrapping");
  attachService(world, "seq-kv", (src, body) => (isSilent ? undefined : service(src, body)));
  const replies = new Map<unknown, unknown>();
  world.attach("c1", ({ body }) => void replies.set(body.in_reply_to, body.type));
  node("n0").deliver("c1", { ...read, msg_id: 501 });
  // An attempt of the first reader is under way for all of the time that it has left.
  await advance(4_100);
  isSilent = false;
  await advance(300);
  node("n0").deliver("c1", { ...read, msg_id: 502 });
  await advance(4_900);
  expect(replies).toEqual(
    new Map([
      [501, "error"],
      [502, "read_ok"],
    ]),
  );
});

test("a read that may be old has its answer in time all the same, also where many share", async () => {
  const { node, world, advance } = await cluster(createServer({ maxStale: 60_000 }), { nodes: 8 });
  attachService(
    world,
    "seq-kv",
    seqKvInMemory(() => 0, "wrapping"),
  );
  await node("n1").request("c1", add(1));
  await advance(70_000);
  const askedAt = world.now;
  expect(await node("n0").request("c1", read)).toMatchObject({ type: "read_ok", value: 1 });
  expect(world.now - askedAt).toBeLessThanOrEqual(500);
});

test.each([
  { maxStale: Number.NaN },
  { maxStale: Infinity },
  { maxStale: -1 },
  { shareFrom: 2.5 },
  { shareFrom: 1 },
])("a server with %j is refused, as the bin would", (options) => {
  expect(() => createServer(options)).toThrow(RangeError);
});
