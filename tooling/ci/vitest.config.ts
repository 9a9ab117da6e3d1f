import { preset } from "@gossip-glomers/config/vitest";
import { defineConfig } from "vitest/config";

export default defineConfig(preset);
