/** The options of `glomers sweep`: what seeds draw from, and options of `glomers test` that are handed on to every run. */
import type { WorkloadName } from "@gossip-glomers/protocol";
import { HARMS, type Harm } from "../sweep/swarm.ts";
import type { OptionEntry } from "./entry.ts";
import { longFlag, type OptionReader } from "./option-reader.ts";
import { testOptionGroups } from "./test-option-table.ts";
import { integerFrom, listOf, numberThat, oneOf } from "./values.ts";
import { workloadNames } from "./workload-names.ts";

export const sweepOptionTable: readonly OptionEntry[] = [
  { flags: "-w, --workload <name>", description: "what clients do and what is checked" },
  {
    flags: "--module <file>",
    description: "module that exports `server`, a function of a Node; a package's folder will do",
  },
  { flags: "--seeds <n>", description: "how many seeds to run", fallback: "100" },
  { flags: "--from <seed>", description: "the first of them", fallback: "1" },
  {
    flags: "--node-counts <list>",
    description: "numbers of nodes, split by commas; each seed draws one",
    fallback: "1,2,3,5",
  },
  {
    flags: "--faults <list>",
    description: `faults, split by commas, of which each seed draws some: ${HARMS.join(", ")}; all but kill if not given`,
  },
  { flags: "--max-loss <p>", description: "greatest chance of loss that a seed may draw", fallback: "0.2" },
  {
    flags: "--latencies <list>",
    description: "mean latencies in milliseconds, split by commas; each seed draws one, and a distribution",
    fallback: "0,10,100",
  },
  { flags: "--rate <r>", description: "operations per second, over all clients", fallback: "20" },
  { flags: "--time-limit <s>", description: "length of the main phase, in seconds", fallback: "10" },
  {
    flags: "--recovery <s>",
    description: "seconds from the end of all faults in which nodes must have converged",
    fallback: "10",
  },
  { flags: "--max-failures <n>", description: "stop after so many seeds that are not valid", fallback: "10" },
  { flags: "--store <dir>", description: "where to keep the runs that are not valid", fallback: "store" },
];

export interface SweepOptions {
  readonly workload: WorkloadName;
  readonly module: string;
  readonly seeds: number;
  readonly from: number;
  readonly nodeCounts: readonly number[];
  readonly harms: readonly Harm[];
  readonly maxLoss: number;
  readonly latenciesMs: readonly number[];
  readonly rate: number;
  readonly timeLimitSeconds: number;
  readonly recoverySeconds: number;
  readonly maxFailures: number;
  readonly store: string;
  /** Options of `glomers test`, as typed, that every run has. */
  readonly common: readonly string[];
  /** What stood after `--`: options of the module's server. */
  readonly args: readonly string[];
}

/** Options of `glomers test` that every run is to have if they are given. */
const HANDED_ON: readonly string[] = [
  "--concurrency",
  "--topology",
  "--availability",
  "--consistency-models",
  "--key-count",
  "--max-txn-length",
  "--max-writes-per-key",
  "--seq-kv",
];

/** Without their fallbacks: what is not given is left to `glomers test`. */
export const handedOnTable: readonly OptionEntry[] = testOptionGroups
  .flatMap(({ entries }) => entries)
  .filter(({ flags }) => HANDED_ON.includes(longFlag(flags)))
  .map(({ flags, description }) => ({ flags, description }));

const positiveNumber = numberThat((value) => value > 0, "Must be a positive number");
const nonNegativeNumber = numberThat((value) => value >= 0, "Must be a non-negative number");

/**
 * A node that is killed forgets what it has acknowledged, unless it keeps its data with a service; most solutions keep
 * them in memory, and would be found guilty of what nobody asked of them.
 */
const usualHarms = HARMS.filter((harm) => harm !== "kill");

/**
 * @param args - what stood after `--`
 * @throws {OptionError} at the first option that is refused
 */
export function readSweepOptions(reader: OptionReader, args: readonly string[]): SweepOptions {
  return {
    workload: reader.required("--workload", oneOf(workloadNames)),
    module: reader.required("--module", (typed) => typed),
    seeds: reader.required("--seeds", integerFrom(1)),
    from: reader.required("--from", integerFrom(0)),
    nodeCounts: reader.required("--node-counts", listOf(integerFrom(1))),
    harms: reader.optional("--faults", listOf(oneOf(HARMS))) ?? usualHarms,
    maxLoss: reader.required(
      "--max-loss",
      numberThat((value) => value >= 0.01 && value <= 1, "Must be a chance from 0.01 to 1"),
    ),
    latenciesMs: reader.required("--latencies", listOf(integerFrom(0))),
    rate: reader.required("--rate", nonNegativeNumber),
    timeLimitSeconds: reader.required("--time-limit", positiveNumber),
    recoverySeconds: reader.required("--recovery", nonNegativeNumber),
    maxFailures: reader.required("--max-failures", integerFrom(1)),
    store: reader.required("--store", (typed) => typed),
    common: HANDED_ON.flatMap((flag) => {
      const typed = reader.optional(flag, (text) => text);
      return typed === null ? [] : [flag, typed];
    }),
    args,
  };
}
