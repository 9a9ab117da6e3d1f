#!/usr/bin/env node
/** The bin to feed to Maelstrom. */
import { runNode } from "@gossip-glomers/protocol/stdio";
import manifest from "../package.json" with { type: "json" };
import { txnOptions } from "./options.ts";
import { createServer } from "./server.ts";

runNode((node, options) => createServer(options)(node), {
  name: "glomers-txn",
  version: manifest.version,
  description: manifest.description,
  options: txnOptions,
});
