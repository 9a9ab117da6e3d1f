#!/usr/bin/env node
/** The bin to feed to Maelstrom. */
import { runNode } from "@gossip-glomers/protocol/stdio";
import manifest from "../package.json" with { type: "json" };
import { server } from "./server.ts";

runNode(server, {
  name: "glomers-unique-ids",
  version: manifest.version,
  description: manifest.description,
});
