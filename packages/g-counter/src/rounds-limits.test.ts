/** What limits the patience of a node that refreshes together with others is good for. */
import { attachService, type Service, seqKvInMemory } from "@gossip-glomers/kv-client/testing";
import { type Cluster, cluster, type SentMessage, type TestNode } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { asked, read } from "../test/counters.ts";
import { server } from "./server.ts";

const store = (): Service => seqKvInMemory(() => 0, "wrapping");

/** Nodes beside a seq-kv whose messages take as long as `latencyMs` says. */
async function counters(
  nodes: number,
  latencyMs: (message: SentMessage) => number,
  service: Service = store(),
): Promise<Cluster> {
  const all = await cluster(server, { nodes, latencyMs });
  attachService(all.world, "seq-kv", service);
  return all;
}

/** Has all of these nodes read at once; says by node when each had its answer, after the question, and which. */
async function readAll({ world, advance }: Cluster, nodes: readonly TestNode[]) {
  const replies = new Map<string, { readonly type: string; readonly tookMs: number }>();
  const askedAt = world.now;
  for (const each of nodes) {
    world.attach(`c${each.id}`, ({ body: { type } }) => {
      replies.set(each.id, { type, tookMs: world.now - askedAt });
    });
    each.deliver(`c${each.id}`, { ...read, msg_id: 1 });
  }
  await advance(6_000);
  return replies;
}

/** The nodes that have read the totals, and not only what is shared. */
function readersOfTotals(nodes: readonly TestNode[]): readonly string[] {
  return nodes
    .filter(({ sent }) => sent.some(({ body }) => body.type === "read" && body.key === "g-counter/n7"))
    .map(({ id }) => id);
}

const isOfTotals = ({ dest, body }: SentMessage): boolean =>
  dest === "seq-kv" && body.type === "read" && body.key !== "g-counter";

const succeeded = (count: number) => Array(count).fill("read_ok");

describe("a round that takes long", () => {
  test("is waited for, as that is cheaper than that each node reads all totals", async () => {
    const all = await counters(20, (message) => (isOfTotals(message) ? 900 : 0));
    const replies = await readAll(all, all.nodes);
    expect([...replies.values()].map(({ type }) => type)).toEqual(succeeded(20));
    // One begins it, and others, each after another while in which nothing has come of the last one.
    expect(readersOfTotals(all.nodes).length).toBeLessThan(10);
  });

  test("is not waited for until it is too late, if again and again one is begun and none is ever done", async () => {
    const service = store();
    const all = await counters(8, () => 0, service);
    const begin = (begun: number): void => {
      service("n9", { type: "write", key: "g-counter", value: { begun, done: 0, sum: 0 } });
      all.world.clock.setTimer(200, () => begin(begun + 1));
    };
    begin(1);
    const reply = (await readAll(all, all.nodes.slice(0, 1))).get("n0");
    expect(reply?.type).toBe("read_ok");
    expect(reply?.tookMs).toBeLessThanOrEqual(3_000);
  });
});

describe("seq-kv", () => {
  test("if it is so slow that a round would take too long, is asked by each node alone", async () => {
    const all = await counters(8, () => 450);
    const replies = [...(await readAll(all, all.nodes)).values()];
    expect(replies.map(({ type }) => type)).toEqual(succeeded(8));
    // Two answers, one after the other.
    for (const { tookMs } of replies) expect(tookMs).toBe(2 * 900);
  });

  test("if it is only a little slow, is asked by one for all", async () => {
    const all = await counters(20, () => 50);
    const replies = await readAll(all, all.nodes);
    expect([...replies.values()].map(({ type }) => type)).toEqual(succeeded(20));
    expect(readersOfTotals(all.nodes)).toHaveLength(1);
  });
});

describe("the sum of a round", () => {
  test("is published though another round has been begun meanwhile, and who waits has it from there", async () => {
    // The first to read the totals is slow to; whoever begins the next round never comes to an end.
    let first: string | undefined;
    const all = await counters(8, (message) => {
      if (!isOfTotals(message)) return 0;
      first ??= message.src;
      return message.src === first ? 900 : 60_000;
    });
    const replies = await readAll(all, all.nodes);
    const readers = readersOfTotals(all.nodes);
    const others = all.nodes.filter(({ id }) => !readers.includes(id));
    expect(others.length).toBeGreaterThanOrEqual(4);
    for (const { id } of others) {
      expect(replies.get(id)?.type).toBe("read_ok");
      expect(replies.get(id)?.tookMs).toBeLessThan(1_500);
    }
  });

  test("is not tried to be published for ever, if seq-kv refuses it", async () => {
    const service = store();
    const all = await counters(
      8,
      () => 0,
      (src, request) => {
        const isPublication = request.type === "cas" && JSON.stringify(request.to).includes('"done":1');
        return isPublication ? { type: "error", code: 22, text: "no" } : service(src, request);
      },
    );
    const [n0] = all.nodes;
    if (n0 === undefined) throw new Error("there are eight");
    expect((await readAll(all, [n0])).get("n0")?.type).toBe("read_ok");
    expect(asked(n0).filter((type) => type === "cas").length).toBeLessThan(10);
  });
});
