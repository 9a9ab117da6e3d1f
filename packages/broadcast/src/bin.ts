#!/usr/bin/env node
/** The bin to feed to Maelstrom. */
import { runNode } from "@gossip-glomers/protocol/stdio";
import manifest from "../package.json" with { type: "json" };
import { createServer, defaultOptions } from "./server.ts";

runNode((node, options) => createServer(options)(node), {
  name: "glomers-broadcast",
  version: manifest.version,
  description: manifest.description,
  options: {
    profile: {
      type: "choice",
      choices: ["quick", "frugal"],
      default: defaultOptions.profile,
      description:
        "quick: values are everywhere within 0.6 s; frugal: within 2 s, for a third of the messages.",
    },
    overlay: {
      type: "choice",
      choices: ["star", "topology"],
      default: defaultOptions.overlay,
      description:
        "Along what values spread: a star around the first node, or the topology that the clients give.",
    },
  },
});
