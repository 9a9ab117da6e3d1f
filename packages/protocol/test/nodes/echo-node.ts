/** Echo, as small as `runNode` lets a bin be; the benches run it. */
import { echo } from "@gossip-glomers/protocol";
import { runNode } from "@gossip-glomers/protocol/stdio";

runNode((node) => node.serve(echo, { echo: ({ echo }) => ({ echo }) }), {
  name: "echo-node",
  version: "0.0.0",
  description: "Answers what it is told.",
});
