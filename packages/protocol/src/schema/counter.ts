/**
 * Workloads `g-counter` and `pn-counter` (MAELSTROM.md 10.5). Their messages are the same to the letter: that a
 * grow-only counter is never decremented is a matter of what Maelstrom sends, not of its schema.
 */
import { integer } from "./json-schema.ts";
import type { Protocol, Rpc } from "./rpc.ts";

const rpcs: readonly Rpc[] = [
  {
    type: "add",
    name: "CounterAdd",
    description: "Adds to the counter.",
    request: { delta: integer("What to add; 0 to 4 in `g-counter`, −5 to 4 in `pn-counter`.") },
    reply: {},
    examples: [{ request: { delta: 3 }, reply: {} }],
  },
  {
    type: "read",
    name: "CounterRead",
    description: "Asks for the sum.",
    request: {},
    reply: { value: integer("The sum of all deltas that the node knows of.") },
    examples: [{ request: {}, reply: { value: 1234 } }],
  },
];

export const gCounter: Protocol = {
  name: "g-counter",
  kind: "workload",
  description: "A counter, the same on all nodes in the end, that only grows.",
  rpcs,
};

export const pnCounter: Protocol = {
  name: "pn-counter",
  kind: "workload",
  description: "A counter, the same on all nodes in the end, that goes up and down.",
  rpcs,
};
