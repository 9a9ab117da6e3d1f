/** Workload `unique-ids` (MAELSTROM.md 10.2): a node makes an id that nobody else makes. */
import { checkUniqueIds } from "@gossip-glomers/checkers";
import { uniqueIds } from "@gossip-glomers/protocol";
import { repeat } from "@gossip-glomers/simulator";
import type { JudgedWorkload } from "./registry.ts";

export const uniqueIdsWorkload: JudgedWorkload = {
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
  check: checkUniqueIds,
};
