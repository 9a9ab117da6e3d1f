import { bin } from "@gossip-glomers/config/tsup";
import { defineConfig } from "tsup";

export default defineConfig({
  ...bin({ bin: "src/bin.ts", row: "src/row.ts" }),
  clean: true,
  // commander and cli-table3 are CommonJS: bundled into a module, their `require("node:events")` needs one to call.
  banner: {
    js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
});
