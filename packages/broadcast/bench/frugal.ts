/** The frugal profile as a module: `glomers test -w broadcast --module packages/broadcast/bench/frugal.ts …`. */
import type { Node } from "@gossip-glomers/protocol";
import { createServer } from "../src/index.ts";

export const server: (node: Node) => void = createServer({ profile: "frugal" });
