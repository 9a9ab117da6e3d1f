/** Workload `broadcast` (MAELSTROM.md 10.3): what one node is told, every node must know in the end. */
import { broadcast } from "@gossip-glomers/protocol";
import { layOut } from "@gossip-glomers/protocol/topology";
import { eachThread, mix, once, repeat, unfold, type Workload } from "@gossip-glomers/simulator";
import type { TestOptions } from "../options/test-options.ts";

export function broadcastWorkload({ topology }: Pick<TestOptions, "topology">): Workload {
  return {
    name: "broadcast",
    reusableClients: false,
    typeFirst: true,
    errors: { kind: "standard", idempotent: new Set(["read"]) },
    client: (connection) => ({
      async setup() {
        await connection.call(broadcast.topology, { topology: layOut(topology, connection.nodes) });
      },
      async invoke({ f, value }) {
        if (f === "read") {
          const { reply } = await connection.call(broadcast.read, {});
          return { type: "ok", value: reply.messages };
        }
        await connection.call(broadcast.broadcast, { message: Number(value) });
        return { type: "ok" };
      },
    }),
    generator: () =>
      mix(
        unfold(0, (message) => [{ f: "broadcast", value: message }, message + 1]),
        repeat(() => ({ f: "read", value: null })),
      ),
    finalGenerator: () => eachThread(once(repeat(() => ({ f: "read", value: null, final: true })))),
  };
}
