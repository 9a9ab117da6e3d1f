/** One node under test, alone: what it sends to others is recorded, and a test says what they answer. */
import type { NodeOptions } from "../node/node.ts";
import { type Equip, TestNode } from "./test-node.ts";
import { World, type WorldOptions } from "./world.ts";

export interface ProbeOptions extends WorldOptions {
  /** The node's name; `n0` if not given. */
  readonly id?: string;
  /** All nodes that the node is told of; only itself if not given. */
  readonly nodeIds?: readonly string[];
  /** Where its chance comes from; 0 if not given. */
  readonly seed?: number;
  readonly node?: NodeOptions;
}

/**
 * A node that has answered `init`; its `sent` says nothing of that.
 *
 *     const node = await probe(serveEcho);
 *     expect(await node.request("c1", { type: "echo", echo: "hi" })).toMatchObject({ echo: "hi" });
 *
 * @throws {Error} if the node does not answer with `init_ok`.
 */
export async function probe(equip: Equip, options: ProbeOptions = {}): Promise<TestNode> {
  const node = freshProbe(equip, options);
  await initialise(node, options.nodeIds ?? [node.id]);
  return node;
}

/** As `probe`, but `init` is left to the test. */
export function freshProbe(equip: Equip, options: ProbeOptions = {}): TestNode {
  return new TestNode(new World(options), options.id ?? "n0", equip, options.seed ?? 0, options.node);
}

/** @throws {Error} if the node does not answer with `init_ok`. */
export async function initialise(node: TestNode, nodeIds: readonly string[]): Promise<void> {
  const reply = await node.request("c0", { type: "init", node_id: node.id, node_ids: nodeIds });
  if (reply.type !== "init_ok") {
    throw new Error(`init: ${node.id} must answer init_ok; it answered ${JSON.stringify(reply)}`);
  }
  for (const sent of [node.runtime.sent, node.world.sent]) {
    const ok = sent.findLastIndex((message) => message.body.type === "init_ok");
    sent.splice(ok, 1);
  }
}
