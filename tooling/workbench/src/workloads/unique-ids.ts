/** Workload `unique-ids` (MAELSTROM.md 10.2): a node makes an id that nobody else makes. */
import { uniqueIds } from "@gossip-glomers/protocol";
import { repeat, type Workload } from "@gossip-glomers/simulator";

export const uniqueIdsWorkload: Workload = {
  name: "unique-ids",
  reusableClients: true,
  errors: { kind: "standard", idempotent: new Set() },
  client: (connection) => ({
    async invoke() {
      const { reply } = await connection.call(uniqueIds.generate, {});
      return { type: "ok", value: reply.id };
    },
  }),
  generator: () => repeat(() => ({ f: "generate", value: null })),
};
