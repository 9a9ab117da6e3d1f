/** How every package of the workspace is tested: quiet in a pipe, no globals, no network, seeds printed by fast-check. */
import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

export const preset: ViteUserConfig = {
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: [fileURLToPath(new URL("vitest.setup.ts", import.meta.url))],
    // Two cores: more workers than that only make the slow tests slower.
    maxWorkers: 2,
    // Only hangs are cut off: on a busy machine five seconds are soon over, and no test is about time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    passWithNoTests: false,
  },
};
