import { isExactRecord } from "@gossip-glomers/history";
import { broadcast, type Node } from "@gossip-glomers/protocol";
import { expect, test } from "vitest";
import { parseTestArguments } from "../cli/test-arguments.ts";
import { play } from "./play.fixture.ts";
import { workloadFor } from "./registry.ts";

/** Answers every request but the one that must succeed with error 10. */
function refuses(node: Node): void {
  node.on(broadcast.topology, () => {});
}

// As the journals of runs of Maelstrom's have them.
test.each([
  ["broadcast", ["type,message,msg_id", "type,msg_id", "type,topology,msg_id"]],
  ["echo", ["echo,type,msg_id"]],
  ["g-counter", ["delta,type,msg_id", "type,msg_id"]],
  ["g-set", ["element,type,msg_id", "type,msg_id"]],
  ["kafka", ["key,msg,type,msg_id", "keys,type,msg_id", "offsets,type,msg_id"]],
  ["lin-kv", ["key,from,to,type,msg_id", "key,type,msg_id", "key,value,type,msg_id"]],
  ["pn-counter", ["delta,type,msg_id", "type,msg_id"]],
  ["txn-list-append", ["txn,type,msg_id"]],
  ["txn-rw-register", ["txn,type,msg_id"]],
  ["unique-ids", ["type,msg_id"]],
])("requests of %s have their fields in Maelstrom's order", async (name, orders) => {
  const { workload } = workloadFor(parseTestArguments(["-w", name, "--bin", "node"]));
  const { events } = await play(workload, { server: refuses, concurrency: 6, seconds: 20 });
  const found = new Set<string>();
  for (const event of events) {
    if (event.kind !== "send" || !event.src.startsWith("c") || !isExactRecord(event.body)) continue;
    if (event.body.type !== "init") found.add(Object.keys(event.body).join());
  }
  expect([...found].sort()).toEqual(orders);
});
