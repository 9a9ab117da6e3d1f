import { library } from "@gossip-glomers/config/tsup";
import { defineConfig } from "tsup";

export default defineConfig({
  ...library({
    index: "src/index.ts",
    "stdio/index": "src/stdio/index.ts",
    "testing/index": "src/testing/index.ts",
    "topology/index": "src/topology/index.ts",
  }),
  // Published schemas are there already: scripts/generate.ts goes first, and takes care of its own folder.
  clean: ["!schema/**"],
});
