/**
 * What a node has put into a session of its own (`setsid`), found again.
 *
 * Such a process has left its node's group, and when the node dies it is a child of process 1: nothing in its descent tells any
 * more whose it was. But it has inherited the environment, and Linux shows that of every process of the same user. So nodes are
 * started with a mark in theirs that nobody else has; whoever has it was started by one of them.
 *
 * Not found is who has cleared his environment or written over it; and on other systems nobody is.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const NAME = "GLOMERS_RUN";

/** Those that are being forked while the others are looked for are there the next time. */
const ROUNDS = 5;

let ownMark: string = randomUUID();

/** Chooses the mark of the nodes that this process starts, for those who look after it from outside. */
export function markNodes(mark: string): void {
  ownMark = mark;
}

/** The environment of a node of this process. */
export function marked(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, [NAME]: ownMark };
}

/** Kills at once all processes that have a mark; this process's own if not given. */
export function killMarked(mark: string = ownMark): void {
  for (let round = 0; round < ROUNDS; round++) {
    const pids = markedPids(mark);
    if (pids.length === 0) return;
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
  }
}

function markedPids(mark: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return listOf("/proc").filter(
    (pid) => pid !== process.pid && environmentOf(pid).includes(`${NAME}=${mark}`),
  );
}

function listOf(proc: string): readonly number[] {
  try {
    return readdirSync(proc).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** Empty of another user's process, of a zombie, and of one that has gone since. */
function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
