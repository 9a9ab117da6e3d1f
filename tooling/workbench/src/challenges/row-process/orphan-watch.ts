/**
 * Ends this process when the one that started it has gone and this one does not notice.
 *
 * A module runs inside the row's process. With an endless loop in it nothing is heard there any more, neither a message of the
 * table nor that it has gone; and the process would take a whole processor for ever. A thread beside it hears.
 */
import { Worker } from "node:worker_threads";

/** What has not come to its end by itself so long after its table never will: the same patience as an interruption's. */
const PATIENCE_MS = 10_000;

/** For processes without nodes of their own: SIGKILL would leave those behind. */
export function endWithParent(patienceMs = PATIENCE_MS): void {
  const workerData = { parent: process.ppid, patienceMs };
  // Without this process's own flags: with --input-type=module the text would be read as another language.
  const worker = new Worker(watcher, { eval: true, execArgv: [], workerData });
  // Where there is no thread to be had, nobody watches.
  worker.on("error", () => {});
  worker.unref();
}

/** A text, since the bundle is one file. A process whose parent has died is given another one. */
const watcher = `
const { workerData: { parent, patienceMs } } = require("node:worker_threads");
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  setTimeout(() => process.kill(process.pid, "SIGKILL"), patienceMs);
}, Math.min(1_000, patienceMs));
`;
