/** Challenge 2: gives ids that nobody else ever gets (MAELSTROM.md 10.2). The idea is in `id-source.ts`. */
import { type Node, uniqueIds } from "@gossip-glomers/protocol";
import { type IdSource, startIncarnation } from "./id-source.ts";

/** Equips a node to generate ids. */
export function server(node: Node): void {
  let nextId: IdSource | undefined;
  node.serve(uniqueIds, {
    generate: () => {
      nextId ??= startIncarnation(node.id, () => node.runtime.random());
      return { id: nextId() };
    },
  });
}
