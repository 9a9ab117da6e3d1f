/**
 * A run that never ends by itself, for the tests of the store: writes so many operations into a store, and then crashes,
 * or says so and waits to be killed. Usage: node interrupted-run.mjs ROOT OPERATIONS crash|wait
 *
 * It is JavaScript and uses the built package, so that any Node of ours can run it.
 */
import { createRunStore } from "../dist/index.js";

const [root = "", operations = "", mode = ""] = process.argv.slice(2);
const store = createRunStore(root, {
  header: { kind: "run", version: 1, workload: "echo", nodes: ["n0"], clock: "wall", seed: 1, options: {} },
  startedAt: new Date("2026-01-02T03:04:05.678Z"),
  run: {},
});
for (let index = 0; index < Number(operations); index++) {
  store.write({
    kind: "op",
    at: index,
    op: { index, time: index, type: "invoke", process: 0, f: "echo", value: "x".repeat(100) },
  });
}
if (mode === "crash") throw new Error("a crash of the workbench");
// After the turn of the event loop in which the store writes.
setImmediate(() => process.stdout.write("written\n"));
setInterval(() => undefined, 1_000);
