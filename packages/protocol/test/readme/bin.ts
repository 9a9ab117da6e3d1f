#!/usr/bin/env node
import { runNode } from "@gossip-glomers/protocol/stdio";
import { serveBroadcast } from "./server.ts";

runNode(serveBroadcast, { name: "my-broadcast", version: "1.0.0", description: "Gossips all it knows." });
