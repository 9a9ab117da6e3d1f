/** Workload `g-set` (MAELSTROM.md 10.4): a set that only grows, and that all nodes share in the end. */
import { gSet } from "@gossip-glomers/protocol";
import { eachThread, mix, once, repeat, unfold, type Workload } from "@gossip-glomers/simulator";

const reads = repeat(() => ({ f: "read", value: null }));

export const gSetWorkload: Workload = {
  name: "g-set",
  reusableClients: false,
  // Maelstrom's client has no handler: even a definite error leaves an add that may have happened (quirk 8).
  errors: { kind: "none" },
  client: (connection) => ({
    async invoke({ f, value }) {
      if (f === "read") {
        const { reply } = await connection.call(gSet.read, {});
        return { type: "ok", value: reply.value };
      }
      await connection.call(gSet.add, { element: Number(value) });
      return { type: "ok" };
    },
  }),
  generator: () =>
    mix(
      unfold(0, (element) => [{ f: "add", value: element }, element + 1]),
      reads,
    ),
  // Unlike those of broadcast and the counters, the last reads are not flagged as final.
  finalGenerator: () => eachThread(once(reads)),
};
