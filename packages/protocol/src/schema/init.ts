/** How a node learns who it is: the first message of every run (MAELSTROM.md 2). */
import { list, string } from "./json-schema.ts";
import type { Protocol } from "./rpc.ts";

export const init: Protocol = {
  name: "init",
  kind: "setup",
  description: "Sent once to every node before anything else. The answer is due within 10 s.",
  rpcs: [
    {
      type: "init",
      name: "Init",
      description: "Tells a node its own name and the names of all nodes.",
      request: {
        node_id: string("The name of the node that receives this."),
        node_ids: list(
          string("The name of a node."),
          "All nodes, the receiver included, in the same order everywhere.",
        ),
      },
      reply: {},
      replyIsOpen: true,
      examples: [{ request: { node_id: "n0", node_ids: ["n0", "n1", "n2"] }, reply: {} }],
    },
  ],
};
