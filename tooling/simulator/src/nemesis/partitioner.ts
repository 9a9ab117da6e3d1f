/**
 * The nemesis that cuts the network and heals it. When it does so is the generator's affair; what it did goes into
 * the history in Maelstrom's words (MAELSTROM.md section 6).
 */
import { type Datum, keyword } from "@gossip-glomers/history";
import type { Network } from "../network/network.ts";
import type { Random } from "../random/random.ts";
import { drawGrudge, type Grudge, PARTITION_KINDS, type PartitionKind } from "./grudge.ts";

export class Partitioner {
  readonly #network: Network;
  readonly #nodes: readonly string[];
  readonly #random: Random;

  /** @param random the stream that kinds and grudges are drawn from. */
  constructor(network: Network, nodes: readonly string[], random: Random) {
    this.#network = network;
    this.#nodes = nodes;
    this.#random = random;
  }

  /** Draws the kind of the next partition, each equally likely. */
  drawKind(): PartitionKind {
    return this.#random.choice(PARTITION_KINDS);
  }

  /** Cuts the network, in addition to what is cut already; returns the completion's value. */
  start(kind: PartitionKind): Datum {
    const grudge = drawGrudge(kind, this.#nodes, this.#random);
    for (const [receiver, sources] of grudge) this.#network.cut(receiver, sources);
    return isolated(grudge);
  }

  /** Heals every cut; returns the completion's value. */
  stop(): Datum {
    this.#network.heal();
    return keyword("network-healed");
  }
}

/** The value that a history shows for a grudge: `[:isolated {"n0" #{"n1"}}]`. */
export function isolated(grudge: Grudge): Datum {
  return [keyword("isolated"), grudge];
}
