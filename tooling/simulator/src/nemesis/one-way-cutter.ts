/**
 * Links that carry messages in one direction only: a node that hears but is not heard passes for dead with its peers
 * and thinks itself well. Of Maelstrom's partitions only `majorities-ring` has such links, and in small clusters alone.
 */
import { type Datum, keyword } from "@gossip-glomers/history";
import type { Network } from "../network/network.ts";
import type { Random } from "../random/random.ts";
import type { Grudge } from "./grudge.ts";
import { isolated } from "./partitioner.ts";

/** `deaf`: a node hears nobody. `mute`: nobody hears a node. `link`: a node does not hear one other. */
export const ONE_WAY_KINDS = ["deaf", "mute", "link"] as const;

export type OneWayKind = (typeof ONE_WAY_KINDS)[number];

/** Draws who does not hear whom; nobody, if there is but one node. */
export function drawOneWayGrudge(kind: OneWayKind, nodes: readonly string[], random: Random): Grudge {
  const [victim, ...others] = random.shuffle(nodes);
  const [first] = others;
  if (victim === undefined || first === undefined) return new Map();
  switch (kind) {
    case "deaf":
      return new Map([[victim, new Set(others)]]);
    case "mute":
      return new Map(others.map((other) => [other, new Set([victim])]));
    case "link":
      return new Map([[victim, new Set([first])]]);
  }
}

export class OneWayCutter {
  readonly #network: Network;
  readonly #nodes: readonly string[];
  readonly #random: Random;

  /** @param random the stream that grudges are drawn from. */
  constructor(network: Network, nodes: readonly string[], random: Random) {
    this.#network = network;
    this.#nodes = nodes;
    this.#random = random;
  }

  /** Cuts links, in addition to what is cut already; returns the completion's value. */
  start(kind: OneWayKind): Datum {
    const grudge = drawOneWayGrudge(kind, this.#nodes, this.#random);
    for (const [receiver, sources] of grudge) this.#network.cut(receiver, sources, "one-way");
    return isolated(grudge);
  }

  /** Heals them, and leaves partitions alone; returns the completion's value. */
  stop(): Datum {
    this.#network.heal("one-way");
    return keyword("links-healed");
  }
}
