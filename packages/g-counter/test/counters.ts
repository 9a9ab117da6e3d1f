/** Counters under test, and what they are asked. */
import {
  attachService,
  attachServices,
  type Service,
  type ServiceBody,
} from "@gossip-glomers/kv-client/testing";
import {
  type Cluster,
  type ClusterOptions,
  cluster,
  probe,
  type TestNode,
} from "@gossip-glomers/protocol/testing";
import { server } from "../src/server.ts";

/** Counters with the default options, and all services. */
export async function counters(options: ClusterOptions = {}): Promise<Cluster> {
  const nodes = await cluster(server, options);
  attachServices(nodes.world);
  return nodes;
}

export const add = (delta: number): { type: string; delta: number } => ({ type: "add", delta });
export const read = { type: "read" };

/** What a node has asked seq-kv, in short. */
export function asked(node: TestNode): readonly string[] {
  return node.sent.filter(({ dest }) => dest === "seq-kv").map(({ body }) => body.type);
}

/** A node whose next answers from seq-kv are lost while the test says so, and a store that outlives it. */
export async function life(
  service: Service,
  isLost: (body: ServiceBody) => boolean,
  seed: number,
): Promise<TestNode> {
  const node = await probe(server, { seed });
  attachService(node.world, "seq-kv", (src, body) => {
    const reply = service(src, body);
    return isLost(body) ? undefined : reply;
  });
  return node;
}
