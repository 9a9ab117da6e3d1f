import { preset } from "@gossip-glomers/config/vitest";
import { defineConfig, mergeConfig } from "vitest/config";

// The end-to-end tests run real nodes in real time, some of them past Maelstrom's 5 s timeout, on a machine that may be busy.
export default defineConfig(mergeConfig(preset, { test: { testTimeout: 40_000 } }));
