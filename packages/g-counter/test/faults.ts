/** What goes wrong in a trial between the nodes and seq-kv, all of it drawn from one seed. */
import type { SentMessage, World } from "@gossip-glomers/protocol/testing";
import { drawGrudge, type Grudge, Random } from "@gossip-glomers/simulator";
import type { Trouble } from "./trial.ts";

const slownessMs = 500;
const erringFromMs = 2_000;
/** Definite ones, as Maelstrom has it, and others, of which one is in no registry. */
const definiteCodes = [11, 14];
const indefiniteCodes = [0, 13, 1_000];

/** What seq-kv answers in place of its answer, and whether it has done what it was asked all the same. */
export interface Failure {
  readonly code: number;
  readonly isDone: boolean;
}

export class Faults {
  lost = 0;
  doubled = 0;
  failed = 0;
  readonly #trouble: Trouble;
  readonly #ids: readonly string[];
  readonly #now: () => number;
  readonly #random: Random;
  readonly #slow: ReadonlySet<string>;
  readonly #pausedUntil = new Map<string, number>();
  readonly #offUntil = new Map<string, number>();
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
    const { serviceMs } = this.#trouble;
    const thoughtMs =
      src === "seq-kv" && !this.#isCalm && serviceMs > 0
        ? Math.min(10 * serviceMs, -serviceMs * Math.log(1 - this.#random.float()))
        : 0;
    // What a node that stands still has sent leaves when it goes on.
    return (
      this.#drawLatency() + slowMs + thoughtMs + Math.max(0, (this.#pausedUntil.get(src) ?? 0) - this.#now())
    );
  }

  loses({ src, dest }: SentMessage): boolean {
    if (this.#grudge.get(dest)?.has(src)) return true;
    if (src !== "seq-kv" && dest !== "seq-kv") return false;
    const { storeCut } = this.#trouble;
    const isCut = storeCut === "both ways" || (storeCut === "requests") === (dest === "seq-kv");
    const isOff = isCut && this.#now() < (this.#offUntil.get(src === "seq-kv" ? dest : src) ?? 0);
    const isLost = isOff || (!this.#isCalm && this.#random.float() < this.#trouble.lost);
    if (isLost) this.lost += 1;
    return isLost;
  }

  /** How much later a copy of the request that has just come is to come; undefined if there is none. */
  drawCopy(): number | undefined {
    if (this.#isCalm || this.#random.float() >= this.#trouble.doubled) return undefined;
    this.doubled += 1;
    return this.#random.choice([0, this.#drawLatency()]);
  }

  /** What is to go wrong with the request that has just come; undefined if nothing is. */
  drawFailure(): Failure | undefined {
    const { failing, erringMs } = this.#trouble;
    const isErring = this.#now() >= erringFromMs && this.#now() < erringFromMs + erringMs;
    if (!isErring && (this.#isCalm || this.#random.float() >= failing)) return undefined;
    this.failed += 1;
    if (isErring)
      return { code: this.#random.choice(indefiniteCodes), isDone: this.#random.choice([true, false]) };
    const isDone = this.#random.choice([true, false]);
    return {
      code: this.#random.choice(isDone ? indefiniteCodes : [...definiteCodes, ...indefiniteCodes]),
      isDone,
    };
  }

  /** Cuts a node, or with a chance of a half all of them, off from seq-kv. */
  cutOff(id: string): void {
    const ids = this.#random.choice([true, false]) ? [id] : this.#ids;
    for (const each of ids) this.#offUntil.set(each, this.#now() + this.#trouble.storeCutMs);
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

  /** From now on nothing is lost, doubled or failed but by a cut that still lasts; what is slow stays slow. */
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
