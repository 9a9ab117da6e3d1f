/** What goes wrong in a trial between the nodes and seq-kv, all of it drawn from one seed. */
import type { SentMessage, World } from "@gossip-glomers/protocol/testing";
import { drawGrudge, type Grudge, Random } from "@gossip-glomers/simulator";
import type { Trouble } from "./trial.ts";

const slownessMs = 500;

export class Faults {
  lost = 0;
  doubled = 0;
  readonly #trouble: Trouble;
  readonly #ids: readonly string[];
  readonly #now: () => number;
  readonly #random: Random;
  readonly #slow: ReadonlySet<string>;
  readonly #pausedUntil = new Map<string, number>();
  #grudge: Grudge = new Map();
  #isCalm = false;

  constructor(trouble: Trouble, ids: readonly string[], now: () => number) {
    this.#trouble = trouble;
    this.#ids = ids;
    this.#now = now;
    this.#random = Random.fromSeed(trouble.seed).split("faults");
    this.#slow = new Set(this.#random.shuffle(ids).slice(0, trouble.slow));
  }

  latencyOf({ src, dest }: SentMessage): number {
    const slowMs = this.#slow.has(src) || this.#slow.has(dest) ? slownessMs * this.#random.float() : 0;
    // What a node that stands still has sent leaves when it goes on.
    return this.#drawLatency() + slowMs + Math.max(0, (this.#pausedUntil.get(src) ?? 0) - this.#now());
  }

  loses({ src, dest }: SentMessage): boolean {
    if (this.#grudge.get(dest)?.has(src)) return true;
    const isLost =
      !this.#isCalm && (src === "seq-kv" || dest === "seq-kv") && this.#random.float() < this.#trouble.lost;
    if (isLost) this.lost += 1;
    return isLost;
  }

  /** How much later a copy of the request that has just come is to come; undefined if there is none. */
  drawCopy(): number | undefined {
    if (this.#isCalm || this.#random.float() >= this.#trouble.doubled) return undefined;
    this.doubled += 1;
    return this.#random.choice([0, this.#drawLatency()]);
  }

  /** Calls back at once, or when the node no longer stands still. */
  whenAwake(id: string, clock: World["clock"], callback: () => void): void {
    const restMs = (this.#pausedUntil.get(id) ?? 0) - this.#now();
    if (restMs > 0) clock.setTimer(restMs, callback);
    else callback();
  }

  pause(id: string, ms: number): void {
    this.#pausedUntil.set(id, this.#now() + ms);
  }

  cut(): void {
    const { partition } = this.#trouble;
    if (partition !== "none") this.#grudge = drawGrudge(partition, this.#ids, this.#random);
  }

  heal(): void {
    this.#grudge = new Map();
  }

  /** From now on nothing is lost or doubled; what is slow stays slow. */
  calm(): void {
    this.#isCalm = true;
  }

  #drawLatency(): number {
    const { latency, latencyMs } = this.#trouble;
    switch (latency) {
      case "constant":
        return latencyMs;
      case "uniform":
        return 2 * latencyMs * this.#random.float();
      case "exponential":
        return Math.min(10 * latencyMs, -latencyMs * Math.log(1 - this.#random.float()));
    }
  }
}
