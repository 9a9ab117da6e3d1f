/**
 * One node as a child process: its three streams and its end (MAELSTROM.md sections 2.6, 3 and 4.2).
 *
 * Unlike Maelstrom we go on reading after a fault, and notice a death when it happens.
 */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { printExactJson } from "@gossip-glomers/history";
import type { Clock } from "../../clock/clock.ts";
import type { Envelope, Network } from "../../network/network.ts";
import type { FaultReporter } from "../fault-reporter.ts";
import type { HostEvents, HostedNode } from "../host.ts";
import { inspectLine, quote } from "../inspect-line.ts";
import { postInspected } from "../post.ts";
import { Tail } from "../tail.ts";
import { LineWriter } from "./line-writer.ts";
import { continueGroup, killGroup, stopGroup } from "./process-groups.ts";
import { type LineReader, type Reading, type ReadLimits, readLines } from "./read-lines.ts";

/** As many lines of each stream are shown of a node that has died. */
const LAST_LINES = 32;

/** How long a dead node's pipes may stay open, held by a child that left its group, before they are given up. */
const PIPE_PATIENCE_MS = 1_000;

type StreamName = "stdout" | "stderr";

/** What a node process is connected to. */
export interface Surroundings {
  readonly name: string;
  readonly clock: Clock;
  readonly network: Network;
  readonly events: HostEvents;
  readonly faults: FaultReporter;
  readonly limits: ReadLimits;
  /** See `HostedNode.doubt`; null if there is none. */
  readonly doubt: string | null;
}

export class NodeProcess implements HostedNode {
  readonly name: string;
  readonly doubt?: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #pid: number;
  readonly #world: Surroundings;
  readonly #stdin: LineWriter;
  readonly #stdout: Reading;
  readonly #tails = { stdout: new Tail<string>(LAST_LINES), stderr: new Tail<string>(LAST_LINES) };
  /** Settles when the process has died, its output has been read, and its death, if it was one, reported. */
  readonly #ended: Promise<void>;
  #killing: Promise<void> | null = null;
  #isPaused = false;

  constructor(child: ChildProcessWithoutNullStreams, pid: number, world: Surroundings) {
    this.name = world.name;
    if (world.doubt !== null) this.doubt = world.doubt;
    this.#child = child;
    this.#pid = pid;
    this.#world = world;
    this.#stdin = new LineWriter(child.stdin);
    this.#stdout = this.#read("stdout", child.stdout, (line) => this.#print(line));
    const stderr = this.#read("stderr", child.stderr, (line) => world.events.log(this.name, line));
    const drained = Promise.all([this.#stdout.ended, stderr.ended]);
    this.#ended = this.#watch(drained);
  }

  get unfinishedLine(): string | undefined {
    const { unfinished } = this.#stdout;
    return unfinished === "" ? undefined : quote(unfinished);
  }

  deliver({ id, src, dest, body }: Envelope): void {
    // Maelstrom's order of keys.
    this.#stdin.write(printExactJson({ id, src, dest, body }));
  }

  pause(): void {
    if (this.#isPaused || this.#killing !== null) return;
    this.#isPaused = true;
    stopGroup(this.#pid);
  }

  resume(): void {
    if (!this.#isPaused || this.#killing !== null) return;
    this.#isPaused = false;
    this.#world.faults.excuseLateReplies(this.#world.clock);
    continueGroup(this.#pid);
  }

  kill(): Promise<void> {
    this.#killing ??= this.#kill();
    return this.#killing;
  }

  async #kill(): Promise<void> {
    this.#world.network.detach(this.name);
    // A throttled stream would not reach its end.
    this.#child.stdout.resume();
    this.#child.stderr.resume();
    await killGroup(this.#pid);
    await this.#ended;
    this.#world.faults.finish();
  }

  /** A line on stdout. What a node says after it was killed, and before it died of it, is said to nobody. */
  #print(line: string): void {
    const { network, faults } = this.#world;
    if (this.#killing !== null || faults.isMuted) return;
    postInspected(inspectLine(line), () => line, network, faults);
  }

  #read(stream: StreamName, readable: Readable, take: (line: string) => void): Reading {
    const { clock, faults, limits } = this.#world;
    const tail = this.#tails[stream];
    const reader: LineReader = {
      line: (line) => {
        tail.push(quote(line));
        take(line);
      },
      flood: (line, reason) => {
        if (this.#killing === null) faults.report({ fault: "flood", stream, line: quote(line), reason });
      },
      // Maelstrom never reads a mute node again. Its log is another thread's affair.
      isDeaf: () => stream === "stdout" && faults.isMuted,
      isLast: () =>
        this.#killing !== null || this.#child.exitCode !== null || this.#child.signalCode !== null,
    };
    return readLines(readable, reader, clock, limits);
  }

  async #watch(drained: Promise<unknown>): Promise<void> {
    const [code, signal] = await exit(this.#child);
    // It may have been dead before it was killed: then it did not die of SIGKILL.
    const diedByItself = this.#killing === null || signal !== "SIGKILL";
    // What the dead process started would keep its pipes open.
    await killGroup(this.#pid);
    this.#child.stdout.resume();
    this.#child.stderr.resume();
    await withPatience(drained);
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
    this.#child.stdin.destroy();
    if (!diedByItself) return;
    const { stdout, stderr } = this.#tails;
    const last = { stdout: stdout.toArray(), stderr: stderr.toArray() };
    this.#world.faults.report({ fault: "exited", code, signal, ...last });
  }
}

function exit(child: ChildProcessWithoutNullStreams): Promise<[code: number | null, signal: string | null]> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve([code, signal]));
  });
}

async function withPatience(work: Promise<unknown>): Promise<void> {
  const patience = new AbortController();
  const given = sleep(PIPE_PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {});
  await Promise.race([work, given]);
  patience.abort();
}
