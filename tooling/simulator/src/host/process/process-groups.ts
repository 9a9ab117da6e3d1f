/**
 * The process groups of all nodes that this process has started, so that none outlives it.
 *
 * Each node is the leader of a group of its own. Killing the group takes the children of a start script with it, which
 * killing the script alone would leave behind, still holding its port; and Ctrl-C in a terminal reaches the bench
 * alone, which then decides what happens to the nodes.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { killMarked } from "./marked-processes.ts";

const living = new Set<number>();
let isHooked = false;

/** Takes care of the group led by `pid` from now on: it is killed when this process exits, however that comes. */
export function adopt(pid: number): void {
  living.add(pid);
  if (isHooked) return;
  isHooked = true;
  process.on("exit", reapNodes);
}

/**
 * Kills every node process that is left, and what they have put into sessions of their own, at once. For the handler of a signal that ends the bench; on a normal exit,
 * and after an uncaught error, it happens by itself.
 */
export function reapNodes(): void {
  for (const pid of living) kill(pid, "SIGKILL");
  // Not for each node that dies: looking through all processes takes milliseconds that operations would have to wait for.
  if (isHooked) killMarked();
}

/**
 * How long to wait for the system to clear away what was killed. Death itself takes microseconds; but a process whose
 * parent has died stays as a zombie until process 1 collects it, and in many containers that never does.
 */
const PATIENCE_MS = 250;
const POLL_MS = 2;

/** Kills the group led by `pid`, once adopted; settles when nothing of it is left. */
export async function killGroup(pid: number): Promise<void> {
  // A group that is gone is left alone: its number may be another program's by now.
  for (let waited = 0; waited < PATIENCE_MS && living.has(pid); waited += POLL_MS) {
    // Again and again: a process that is just being forked when the signal comes may escape it.
    if (!kill(pid, "SIGKILL")) living.delete(pid);
    else await sleep(POLL_MS);
  }
  // What is there still are zombies.
  living.delete(pid);
}

/** Stops the group led by `pid` where it is, once adopted, and lets it go on. */
export function stopGroup(pid: number): void {
  if (living.has(pid)) kill(pid, "SIGSTOP");
}

export function continueGroup(pid: number): void {
  if (living.has(pid)) kill(pid, "SIGCONT");
}

/** Asks the group led by `pid` to end, once adopted. */
export function terminateGroup(pid: number): void {
  if (living.has(pid)) kill(pid, "SIGTERM");
}

/** Sends a signal to a group; false if there is nobody in it. */
function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    // ESRCH: nobody is left. EPERM (macOS): only zombies are.
    return false;
  }
}
