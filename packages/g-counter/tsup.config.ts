import { challenge } from "@gossip-glomers/config/tsup";
import { defineConfig } from "tsup";

export default defineConfig(challenge());
