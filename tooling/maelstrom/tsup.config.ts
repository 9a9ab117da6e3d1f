import { library } from "@gossip-glomers/config/tsup";
import { defineConfig } from "tsup";

export default defineConfig(library({ index: "src/index.ts" }));
