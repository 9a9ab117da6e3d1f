import { broadcast, type Json, message, type Node } from "@gossip-glomers/protocol";

const rumour = message<{ readonly values: readonly Json[] }>("rumour");

export function serveBroadcast(node: Node): void {
  const seen = new Set<Json>();
  node.serve(broadcast, {
    topology: () => {},
    broadcast: ({ message }) => void seen.add(message),
    read: () => ({ messages: [...seen] }),
  });
  node.on(rumour, ({ values }) => {
    for (const value of values) seen.add(value);
  });
  node.onInit(() => {
    node.every(100, () => {
      for (const peer of node.peers) node.send(peer, rumour, { values: [...seen] });
    });
  });
}
