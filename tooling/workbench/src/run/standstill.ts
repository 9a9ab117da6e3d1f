/**
 * Notices that nothing moves any more. A module runs inside this process, so that a node with an endless loop holds up all of
 * it: no progress is shown, and Ctrl-C is not heard, as signals are told between two events. A thread beside it can say so, and
 * with which seed it happens.
 */
import { Worker } from "node:worker_threads";

/** A check of a long history may take seconds at a stretch; more than this is no patience's business. */
const PATIENCE_MS = 10_000;

/** Written by this thread and read by the other: how often this one has been seen alive, and the seed of its run. */
const ALIVE = 0;
const SEED = 1;

export interface StandstillWatch {
  /** Says which run it is that goes on from now. */
  running(seed: number): void;
  stop(): void;
}

/** Watches this thread, and says so once on stderr when it has not come back to its events for so long. */
export function watchForStandstill(patienceMs = PATIENCE_MS): StandstillWatch {
  const shared = new Float64Array(new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT));
  const workerData = { shared, patienceMs, pid: process.pid };
  // Without this process's own flags: with --input-type=module the text would be read as another language.
  const worker = new Worker(watcher, { eval: true, execArgv: [], workerData });
  // Where there is no thread to be had, nobody watches.
  worker.on("error", () => {});
  // Neither thread nor timer keeps a process that is done.
  worker.unref();
  const timer = setInterval(() => {
    shared[ALIVE] = (shared[ALIVE] ?? 0) + 1;
  }, patienceMs / 10).unref();
  return {
    running(seed) {
      shared[SEED] = seed;
    },
    stop() {
      clearInterval(timer);
      void worker.terminate();
    },
  };
}

/** A text, since the bundle is one file. It writes to the descriptor itself: `console.error` would ask the thread that is held up. */
const watcher = `
const { workerData: { shared, patienceMs, pid } } = require("node:worker_threads");
let seen = -1;
let still = 0;
const timer = setInterval(() => {
  still = shared[${ALIVE}] === seen ? still + 1 : 0;
  seen = shared[${ALIVE}];
  if (still < 10) return;
  clearInterval(timer);
  require("node:fs").writeSync(2,
    "glomers: nothing has moved for " + patienceMs / 1000 + " s, with seed " + shared[${SEED}] + ". If no long history is being judged, a node " +
    "does not come back from what it does, as from an endless loop; that holds up everything, and Ctrl-C is not heard either. End it with: kill -9 " + pid + "\\n");
}, patienceMs / 10);
`;
