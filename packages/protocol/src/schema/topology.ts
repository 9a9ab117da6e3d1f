/** Who is whose neighbour: sent by the broadcast workload before its first operation (MAELSTROM.md 10.3). */
import { list, map, string } from "./json-schema.ts";
import type { Rpc } from "./rpc.ts";

export const topology: Rpc = {
  type: "topology",
  name: "Topology",
  description: "Suggests to every node whom to talk to. A node may talk to anybody nevertheless.",
  request: {
    topology: map(
      list(string("The name of a neighbour."), "The neighbours of this node."),
      "Neighbours by node. In a `line` of a single node, that node has no entry.",
    ),
  },
  reply: {},
  examples: [{ request: { topology: { n0: ["n1"], n1: ["n0", "n2"], n2: ["n1"] } }, reply: {} }],
};
