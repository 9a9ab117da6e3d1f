/**
 * The nemesis of a run: does what `fault-schedule.ts` asks for, to the network and to the nodes, and says in the
 * completion's value what it did.
 */
import { type Datum, Keyword, keyword } from "@gossip-glomers/history";
import type { Invocation } from "../generator/generator.ts";
import { PARTITION_KINDS } from "../nemesis/grudge.ts";
import { ONE_WAY_KINDS, OneWayCutter } from "../nemesis/one-way-cutter.ts";
import { Partitioner } from "../nemesis/partitioner.ts";
import { drawTargets, TARGETS } from "../nemesis/targets.ts";
import type { Random } from "../random/random.ts";
import type { Cluster } from "./cluster.ts";
import type { TestPlan } from "./plan.ts";
import type { Performed } from "./recorder.ts";

/** Does one kind of operation; returns the completion's value. */
type Deed = (value: Datum) => Datum | Promise<Datum>;

export class Nemesis {
  readonly #deeds: ReadonlyMap<string, Deed>;
  #isPartitioned = false;

  constructor(plan: TestPlan, cluster: Cluster) {
    const { network, nodes, random } = plan;
    // The name of a stream is what its draws depend on; this one is as old as the first stored trace.
    const partitioner = new Partitioner(network, nodes, random.split("partitions"));
    const cutter = new OneWayCutter(network, nodes, random.split("one-way cuts"));
    const victims = (stream: Random) => (value: Datum) => drawTargets(named(TARGETS, value), nodes, stream);
    const toPause = victims(random.split("pauses"));
    const toKill = victims(random.split("kills"));
    const everybody = new Set(nodes);
    this.#deeds = new Map<string, Deed>([
      [
        "start-partition",
        (value) => {
          this.#isPartitioned = true;
          return partitioner.start(named(PARTITION_KINDS, value));
        },
      ],
      [
        "stop-partition",
        () => {
          this.#isPartitioned = false;
          return partitioner.stop();
        },
      ],
      ["start-one-way", (value) => cutter.start(named(ONE_WAY_KINDS, value))],
      ["stop-one-way", () => cutter.stop()],
      ["pause", async (value) => each(await cluster.pause(toPause(value)), "paused")],
      ["resume", async () => each(await cluster.resume(), "resumed")],
      ["kill", async (value) => each(await cluster.kill(toKill(value)), "killed")],
      ["start", async () => each(await cluster.startAgain(), "started")],
      [
        "start-impairment",
        (value) => {
          network.impair(plan.impairment ?? null, everybody);
          return value;
        },
      ],
      [
        "stop-impairment",
        () => {
          network.impair(null, everybody);
          return keyword("network-repaired");
        },
      ],
    ]);
  }

  get isPartitioned(): boolean {
    return this.#isPartitioned;
  }

  async perform({ f, value }: Invocation): Promise<Performed> {
    const deed = this.#deeds.get(f);
    if (deed === undefined) {
      throw new Error(`Nemesis: does not know how to ${f}; it can ${[...this.#deeds.keys()].join(", ")}`);
    }
    return { outcome: { type: "info", value: await deed(value) }, carrier: null };
  }
}

/** The one of `names` that a keyword is. */
function named<const Name extends string>(names: readonly Name[], value: Datum): Name {
  const name = names.find((known) => value instanceof Keyword && value.name === known);
  if (name === undefined) throw new Error(`Nemesis: expected one of the keywords ${names.join(", ")}`);
  return name;
}

/** `{"n1" :paused, "n3" :paused}`, as Jepsen tells what became of whom. */
function each(nodes: readonly string[], what: string): Datum {
  return new Map(nodes.map((node) => [node, keyword(what)]));
}
