/** Several nodes under test in one network. */
import type { NodeOptions } from "../node/node.ts";
import { initialise } from "./probe.ts";
import { type Equip, TestNode } from "./test-node.ts";
import { World, type WorldOptions } from "./world.ts";

export interface ClusterOptions extends WorldOptions {
  /** How many nodes (`n0`, `n1`, …), or their names; 3 if not given. */
  readonly nodes?: number | readonly string[];
  /** What all chance comes from, each node's its own; 0 if not given. */
  readonly seed?: number;
  readonly node?: NodeOptions;
}

export interface Cluster {
  readonly nodes: readonly TestNode[];
  readonly world: World;
  /** @throws {Error} if there is no such node. */
  node(id: string): TestNode;
  /** Lets `ms` milliseconds pass, and everything happen that falls in them. */
  advance(ms: number): Promise<void>;
}

/**
 * Nodes that have all answered `init`.
 *
 *     const { node, advance } = await cluster(serveBroadcast, { nodes: 5, latencyMs: 100 });
 *     await node("n0").request("c1", { type: "broadcast", message: 7 });
 *     await advance(400);
 *     expect(await node("n4").request("c2", { type: "read" })).toMatchObject({ messages: [7] });
 *
 * @throws {Error} if one of them does not answer with `init_ok`.
 */
export async function cluster(equip: Equip, options: ClusterOptions = {}): Promise<Cluster> {
  const { nodes: wanted = 3, seed = 0 } = options;
  const ids = typeof wanted === "number" ? Array.from({ length: wanted }, (_, index) => `n${index}`) : wanted;
  const world = new World(options);
  const nodes = ids.map(
    (id, index) => new TestNode(world, id, equip, seed * 1_000_003 + index, options.node),
  );
  for (const node of nodes) await initialise(node, ids);
  return {
    nodes,
    world,
    node(id) {
      const found = nodes.find((node) => node.id === id);
      if (found === undefined)
        throw new Error(`cluster: there is no node ${id}; its nodes are ${ids.join(", ")}`);
      return found;
    },
    advance: (ms) => world.advance(ms),
  };
}
