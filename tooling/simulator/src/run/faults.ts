/** The nemesis of a run: when partitions come and go, and what they do (MAELSTROM.md section 6). */
import { Keyword, keyword, type Nanoseconds } from "@gossip-glomers/history";
import { flipFlop } from "../generator/flip-flop.ts";
import type { Generator, Invocation } from "../generator/generator.ts";
import { once } from "../generator/limit.ts";
import { stagger } from "../generator/stagger.ts";
import { repeat } from "../generator/unfold.ts";
import { PARTITION_KINDS } from "../nemesis/grudge.ts";
import type { Partitioner } from "../nemesis/partitioner.ts";
import type { Performed } from "./recorder.ts";

const stop: Generator = repeat(() => ({ f: "stop-partition", value: null }));

/** A partition of a random kind, an end to it, another one, …: the first at once, with random pauses between. */
export function partitionsComeAndGo(interval: Nanoseconds): Generator {
  const start = repeat(({ random }) => ({
    f: "start-partition",
    value: keyword(random.choice(PARTITION_KINDS)),
  }));
  return stagger(interval, flipFlop(start, stop));
}

/** Ends whatever partition there is before the final phase; Maelstrom does so even if there is none. */
export const lastHealing: Generator = once(stop);

export class Nemesis {
  readonly #partitioner: Partitioner;
  #isPartitioned = false;

  constructor(partitioner: Partitioner) {
    this.#partitioner = partitioner;
  }

  get isPartitioned(): boolean {
    return this.#isPartitioned;
  }

  perform({ f, value }: Invocation): Performed {
    if (f === "stop-partition") {
      this.#isPartitioned = false;
      return { type: "info", value: this.#partitioner.stop() };
    }
    const kind = PARTITION_KINDS.find((name) => value instanceof Keyword && value.name === name);
    if (f !== "start-partition" || kind === undefined) {
      throw new Error(`Nemesis: does not know how to ${f}; it can start-partition and stop-partition`);
    }
    this.#isPartitioned = true;
    return { type: "info", value: this.#partitioner.start(kind) };
  }
}
