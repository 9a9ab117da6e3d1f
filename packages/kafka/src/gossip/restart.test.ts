/** A node crashes and begins another life: what it had acknowledged to be copied is there, and consumers read one sequence. */
import type { KafkaEntry } from "@gossip-glomers/protocol";
import { cluster, type SentMessage, TestNode, World } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer } from "../server.ts";

interface Network {
  readonly latencyMs: (message: SentMessage) => number;
  readonly loses?: (message: SentMessage) => boolean;
}

/** n0 and n1, which wait for each other's copy; `crash` ends a life of a node, `boot` begins one. */
function stage(network: Network) {
  const world = new World(network);
  let lives = 0;
  return {
    world,
    async boot(id: string): Promise<TestNode> {
      lives += 1;
      const node = new TestNode(world, id, createServer({ acks: 1 }), lives);
      await node.request("c9", { type: "init", node_id: id, node_ids: ["n0", "n1"] });
      return node;
    },
    crash(node: TestNode): void {
      world.attach(node.id, () => {});
      node.runtime.send = () => {};
    },
  };
}

function send(node: TestNode, msg: string) {
  return node.request("c1", { type: "send", key: "k", msg });
}

async function poll(node: TestNode): Promise<readonly KafkaEntry[]> {
  const { msgs } = await node.request("c2", { type: "poll", offsets: { k: 0 } });
  return (msgs as Record<string, KafkaEntry[]>).k ?? [];
}

async function committed(node: TestNode, keys: readonly string[]): Promise<readonly (number | undefined)[]> {
  const { offsets } = await node.request("c1", { type: "list_committed_offsets", keys });
  return keys.map((key) => (offsets as Record<string, number>)[key]);
}

/** n0 has been told that n1 has its message, and is crashed; n1 is `busy`, or has nothing to say. */
async function crashed(options: { isBusy: boolean }) {
  let losses = 0;
  const { world, boot, crash } = stage({
    latencyMs: () => 1,
    loses: ({ src, dest }) => src === "n0" && dest === "n1" && losses-- > 0,
  });
  const [n0, n1] = [await boot("n0"), await boot("n1")];
  await poll(n1);
  const { offset } = await send(n0, "acknowledged");
  crash(n0);
  if (options.isBusy) n1.deliver("c4", { type: "send", key: "other", msg: "while n0 is down" });
  await world.advance(3_000);
  const lose = (count: number): void => {
    losses = count;
  };
  return { world, boot, n1, offset: Number(offset), lose };
}

describe("what others have of a former life stays, though messages are lost when the new one begins:", () => {
  test("two in a row", async () => {
    const { world, boot, n1, offset, lose } = await crashed({ isBusy: false });
    lose(2);
    const reborn = await boot("n0");
    const next = await send(reborn, "of the next life");
    await world.advance(3_000);
    const sequence = [
      [offset, "acknowledged"],
      [next.offset, "of the next life"],
    ];
    expect(next.offset).toBeGreaterThan(offset);
    for (const node of [n1, reborn]) expect(await poll(node)).toEqual(sequence);
  });

  test("the question, of one whose clients make it speak all the while", async () => {
    const { world, boot, n1, offset, lose } = await crashed({ isBusy: true });
    lose(1);
    const reborn = await boot("n0");
    let isAsked = false;
    for (let ms = 0; ms < 2_000; ms += 20) {
      n1.deliver("c4", { type: "send", key: "other", msg: ms });
      // Its first client comes when it has asked already, because n1 has spoken. A request would not let n1 go on.
      if (reborn.sent.length > 3 && !isAsked) {
        isAsked = true;
        reborn.deliver("c1", { type: "send", key: "k", msg: "of the next life", msg_id: 1 });
      }
      await world.advance(20);
    }
    const reply = reborn.sent.find(({ dest }) => dest === "c1");
    expect(reply?.body.offset).toBeGreaterThan(offset);
    await world.advance(1_000);
    for (const node of [n1, reborn])
      expect((await poll(node)).map(([, msg]) => msg)).toEqual(["acknowledged", "of the next life"]);
  });
});

test("a late message of a former life adds nothing where the new life has been told what there is", async () => {
  let isSlow = false;
  const { world, boot, crash } = stage({ latencyMs: ({ src }) => (isSlow && src === "n0" ? 200 : 5) });
  const [n0, n1] = [await boot("n0"), await boot("n1")];
  await send(n1, "first");
  await world.advance(300);
  isSlow = true;
  n0.deliver("c3", { type: "send", key: "k", msg: "last of the former life", msg_id: 1 });
  await world.advance(60);
  crash(n0);
  isSlow = false;
  const reborn = await boot("n0");
  await send(reborn, "of the new life");
  await world.advance(1_000);
  for (const node of [reborn, n1])
    expect((await poll(node)).map(([, msg]) => msg)).toEqual(["first", "of the new life"]);
});

test("a commit that is acknowledged with a copy has one, though it has been overtaken and is pages away from what overtook it", async () => {
  let isDead = false;
  const { node, nodes, advance } = await cluster(createServer({ acks: 1 }), {
    nodes: 2,
    latencyMs: 20,
    loses: ({ src, dest }) => isDead && (src === "n0" || dest === "n0"),
  });
  for (const each of nodes) await poll(each);
  let isAcknowledged = false;
  void node("n0")
    .request("c1", { type: "commit_offsets", offsets: { j: 5, k: 5 } })
    .then(() => {
      isAcknowledged = true;
    });
  for (let msg = 0; msg < 2_000; msg += 1) node("n0").deliver("c2", { type: "send", key: "k", msg });
  node("n0").deliver("c3", { type: "commit_offsets", offsets: { j: 7, k: 7 } });
  for (let ms = 0; !isAcknowledged && ms < 5_000; ms += 1) await advance(1);
  isDead = true;
  await advance(2_000);
  expect(isAcknowledged).toBe(true);
  for (const offset of await committed(node("n1"), ["j", "k"])) expect(offset).toBeGreaterThanOrEqual(5);
});
