/**
 * Workloads `pn-counter` and `g-counter` (MAELSTROM.md 10.5): a sum that all nodes agree on in the end. The second is
 * the first without what would make the sum smaller.
 */
import { pnCounter } from "@gossip-glomers/protocol";
import {
  type Draft,
  eachThread,
  filter,
  type Generator,
  mix,
  once,
  repeat,
  type Workload,
} from "@gossip-glomers/simulator";

const operations: Generator = mix(
  repeat(({ random }) => ({ f: "add", value: random.integer(10) - 5 })),
  repeat(() => ({ f: "read", value: null })),
);

export const pnCounterWorkload: Workload = {
  name: "pn-counter",
  reusableClients: false,
  // Maelstrom's client has no handler: even a definite error leaves an add that may have happened (quirk 8).
  errors: { kind: "none" },
  client: (connection) => ({
    async invoke({ f, value }) {
      if (f === "read") {
        const { reply } = await connection.call(pnCounter.read, {});
        return { type: "ok", value: reply.value };
      }
      await connection.call(pnCounter.add, { delta: Number(value) });
      return { type: "ok" };
    },
  }),
  generator: () => operations,
  finalGenerator: () => eachThread(once(repeat(() => ({ f: "read", value: null, final: true })))),
};

export const gCounterWorkload: Workload = {
  ...pnCounterWorkload,
  name: "g-counter",
  // What is left out is replaced by a new draw from the whole mix, so one operation in three is an add.
  generator: () => filter(doesNotLower, operations),
};

function doesNotLower({ f, value }: Draft): boolean {
  return f === "read" || Number(value) >= 0;
}
