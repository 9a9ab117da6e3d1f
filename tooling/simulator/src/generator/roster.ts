/** Who is free, and who is which process: the part of a run's state that generators see. */
import type { Nanoseconds, Process } from "@gossip-glomers/history";
import type { Random } from "../random/random.ts";
import type { Context, Thread } from "./generator.ts";

/**
 * The threads of a run.
 *
 * Invariant: every thread is either busy or once in the list of the free, which is in the order in which they became
 * free. So taking the first is fair: the thread that is taken is the one least recently used.
 */
export class Roster {
  readonly #threads: readonly Thread[];
  readonly #concurrency: number;
  readonly #processes: Map<Thread, Process>;
  #free: readonly Thread[];

  /** Client threads 0 … `concurrency` − 1, which begin as the processes of the same numbers, and the nemesis. */
  constructor(concurrency: number) {
    const clients = Array.from({ length: concurrency }, (_, thread) => thread);
    this.#concurrency = concurrency;
    this.#threads = [...clients, "nemesis"];
    this.#processes = new Map(this.#threads.map((thread) => [thread, thread]));
    this.#free = this.#threads;
  }

  context(time: Nanoseconds, random: Random): Context {
    return { time, random, threads: this.#threads, free: this.#free, processes: this.#processes };
  }

  begin(thread: Thread): void {
    this.#free = this.#free.filter((other) => other !== thread);
  }

  end(thread: Thread): void {
    this.#free = [...this.#free, thread];
  }

  /**
   * Gives the thread a new process, because nobody knows whether its old one's operation will still take
   * effect: a process does one thing at a time, so one with an open end can do nothing more (MAELSTROM.md 7.4).
   */
  retire(thread: Thread): void {
    const process = this.#processes.get(thread);
    if (typeof process === "number") this.#processes.set(thread, process + this.#concurrency);
  }
}
