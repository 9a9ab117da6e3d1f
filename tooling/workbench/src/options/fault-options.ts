/**
 * Faults that Maelstrom does not have. `--nemesis` refuses everything but `partition`, as Maelstrom's does, so that a
 * command line that works here works there; these have options of their own.
 */
import { FAULT_KINDS, type FaultKind } from "@gossip-glomers/simulator";
import type { OptionEntry } from "./entry.ts";
import type { OptionReader } from "./option-reader.ts";
import { InvalidValue, listOf, numberThat, oneOf, type Parse } from "./values.ts";

export const faultOptionTable: readonly OptionEntry[] = [
  {
    flags: "--faults <kinds>",
    description:
      "what comes and goes beside --nemesis, split by commas: pause (SIGSTOP), kill (and a start with an empty memory), one-way (links cut in one direction)",
  },
  {
    flags: "--loss <p>",
    description: "chance that a message between nodes, or of a service, is lost",
    fallback: "0",
  },
  {
    flags: "--duplicate <p>",
    description: "chance that a message between nodes arrives twice",
    fallback: "0",
  },
  {
    flags: "--reorder <ms>",
    description: "hold each message back for up to so long, so that others overtake it",
    fallback: "0",
  },
  {
    flags: "--slow <nodes>",
    description: "nodes whose messages take longer, and by how many milliseconds: n0=300,n2=50",
  },
  {
    flags: "--recovery <s>",
    description: "seconds between the end of all faults and the final operations",
    fallback: "10",
  },
];

/** What is wrong beside partitions, and how long nodes have to get over it. */
export interface FaultOptions {
  readonly kinds: readonly FaultKind[];
  readonly loss: number;
  readonly duplicate: number;
  readonly reorderMs: number;
  readonly slowMs: ReadonlyMap<string, number>;
  readonly recoverySeconds: number;
}

const chance = numberThat((value) => value >= 0 && value <= 1, "Must be a chance from 0 to 1");
const nonNegativeNumber = numberThat((value) => value >= 0, "Must be a non-negative number");

/** @throws {OptionError} at the first option that is refused */
export function readFaultOptions(reader: OptionReader, nodes: readonly string[]): FaultOptions {
  return {
    kinds: [...new Set(reader.optional("--faults", listOf(oneOf(FAULT_KINDS))) ?? [])],
    loss: reader.required("--loss", chance),
    duplicate: reader.required("--duplicate", chance),
    reorderMs: reader.required("--reorder", nonNegativeNumber),
    slowMs: reader.optional("--slow", slowNodes(nodes)) ?? new Map(),
    recoverySeconds: reader.required("--recovery", nonNegativeNumber),
  };
}

function slowNodes(nodes: readonly string[]): Parse<ReadonlyMap<string, number>> {
  return (text) => {
    const slow = listOf(slowNode(nodes))(text);
    const byNode = new Map(slow);
    if (byNode.size < slow.length) throw new InvalidValue("Must name each node once");
    return byNode;
  };
}

function slowNode(nodes: readonly string[]): Parse<readonly [node: string, ms: number]> {
  return (text) => {
    const [node = "", ms = "", ...rest] = text.split("=");
    const must = `Must be nodes with milliseconds, for instance ${nodes[0]}=300; the nodes are ${nodes.join(", ")}`;
    if (!nodes.includes(node) || rest.length > 0) throw new InvalidValue(must);
    return [node, numberThat((value) => value >= 0, must)(ms)];
  };
}
