/** Challenge 1: answers each `echo` with what it was told (MAELSTROM.md 10.1). */
import { echo, type Node } from "@gossip-glomers/protocol";

/** Equips a node to echo. */
export function server(node: Node): void {
  node.serve(echo, { echo: ({ echo }) => ({ echo }) });
}
