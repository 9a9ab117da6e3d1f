#!/usr/bin/env node
/** The bin to feed to Maelstrom. */
import { runNode } from "@gossip-glomers/protocol/stdio";
import manifest from "../package.json" with { type: "json" };
import { options } from "./options.ts";
import { createServer } from "./server.ts";

runNode((node, values) => createServer(values)(node), {
  name: "glomers-txn",
  version: manifest.version,
  description: manifest.description,
  options,
});
