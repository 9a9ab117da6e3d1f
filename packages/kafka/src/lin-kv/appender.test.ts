import { linKv } from "@gossip-glomers/kv-client";
import { attachServices } from "@gossip-glomers/kv-client/testing";
import { type Cluster, cluster, type SentMessage } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { Appender } from "./appender.ts";
import { segmentSize } from "./segment.ts";

/** Two nodes beside a lin-kv, and an appender of each to the same log. */
async function competitors(loses: (message: SentMessage) => boolean = () => false) {
  const all = await cluster(() => {}, { nodes: 2, latencyMs: 10, loses });
  attachServices(all.world);
  return { ...all, appenders: [0, 1].map((index) => appender(all, index)) };
}

function appender({ nodes }: Cluster, index: number): Appender {
  const node = nodes[index]?.node;
  if (node === undefined) throw new Error(`no node ${index}`);
  return new Appender(node, linKv(node), "log");
}

/** How many requests lin-kv gets while `work` goes on. */
async function requests({ world }: Cluster, work: () => Promise<void>): Promise<number> {
  const before = world.sent.length;
  await work();
  return world.sent.slice(before).filter(({ dest }) => dest === "lin-kv").length;
}

test("sends of two nodes at once get all offsets from 0 on, each once", async () => {
  const all = await competitors();
  const offsets: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const which = i % 2;
    void all.appenders[which]?.append(i, `n${which}/${i}`).then((offset) => offsets.push(offset));
    if (i % 7 === 0) await all.advance(15);
  }
  await all.advance(5_000);
  expect(offsets.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
});

test("what comes in while a request is under way goes into the next one", async () => {
  const all = await competitors();
  const asked = await requests(all, async () => {
    for (let i = 0; i < 20; i += 1) void all.appenders[0]?.append(i, `n0/${i}`);
    await all.advance(1_000);
  });
  expect(asked).toBe(2);
});

test("a refusal costs one look and one more request", async () => {
  const all = await competitors();
  const append = (which: number, msg: number) =>
    requests(all, async () => {
      void all.appenders[which]?.append(msg, `n${which}/${msg}`);
      await all.advance(1_000);
    });
  expect(await append(0, 1)).toBe(1);
  expect(await append(1, 2)).toBe(3);
  expect(await append(1, 3)).toBe(1);
  expect(await append(0, 4)).toBe(3);
});

describe("a request whose answer is lost", () => {
  test("leaves the message in one slot, though it is sent again", async () => {
    let lost = 0;
    const all = await competitors(({ body }) => body.type === "cas_ok" && lost++ < 3);
    const offsets: number[] = [];
    for (const msg of ["a", "b"])
      void all.appenders[0]?.append(msg, msg).then((offset) => offsets.push(offset));
    void all.appenders[1]?.append("c", "c").then((offset) => offsets.push(offset));
    await all.advance(10_000);
    expect(lost).toBe(3);
    expect(offsets.sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test("is answered in the end by an error that leaves it open", async () => {
    const all = await competitors(({ src }) => src === "lin-kv");
    const outcome = all.appenders[0]?.append("a", "a").catch((error) => error);
    await all.advance(10_000);
    expect(await outcome).toMatchObject({ code: 0, definite: false });
  });
});

test("a node that crashed in the middle of a send stops nobody and leaves no gap", async () => {
  const all = await competitors();
  for (let i = 0; i < 5; i += 1) all.appenders[0]?.append(i, `n0/${i}`).catch(() => {});
  await all.advance(25);
  all.node("n0").node.stop();
  const offset = all.appenders[1]?.append("after", "n1/0");
  await all.advance(5_000);
  // The first request had one message, the second, cut off by the crash, four or none.
  expect([1, 5]).toContain(await offset);
});

test("a node that has just started finds the end of a long log without reading all of it", async () => {
  const all = await competitors();
  const length = 50 * segmentSize + 3;
  for (let i = 0; i < length; i += 1) void all.appenders[0]?.append(i, `n0/${i}`);
  await all.advance(5_000);
  let offset: number | undefined;
  const asked = await requests(all, async () => {
    void all.appenders[1]?.append("new", "n1/0").then((found) => {
      offset = found;
    });
    await all.advance(1_000);
  });
  expect(offset).toBe(length);
  // One try at the beginning, a look, about 2 · log₂ 50 further looks, and the request that succeeds.
  expect(asked).toBeLessThan(16);
});
