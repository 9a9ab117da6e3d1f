/**
 * The options of `glomers test`, read and validated. Read `test-option-table.ts` first: names and defaults are there.
 */
import { unknownModels } from "@gossip-glomers/checkers";
import type { WorkloadName } from "@gossip-glomers/protocol";
import { type Layout, layouts } from "@gossip-glomers/protocol/topology";
import {
  LATENCY_DISTRIBUTIONS,
  type LatencyDistribution,
  LOST_STATES,
  type LostStates,
} from "@gossip-glomers/simulator";
import { concurrency } from "./concurrency.ts";
import { type FaultOptions, readFaultOptions } from "./fault-options.ts";
import { countedNodes, namedNodes, nodeName } from "./node-names.ts";
import { longFlag, OptionError, type OptionReader } from "./option-reader.ts";
import { inheritedOptions } from "./test-option-table.ts";
import { InvalidValue, integerFrom, listOf, numberThat, oneOf, type Parse } from "./values.ts";
import { workloadNames } from "./workload-names.ts";

const nemeses = ["partition"] as const;

/** What runs as a node, with its arguments: a program in real time, or a module in virtual time. */
export interface Subject {
  readonly kind: "bin" | "module";
  readonly file: string;
  readonly args: readonly string[];
}

/** Everything that a test can be asked for, defaults filled in. */
export interface TestOptions {
  readonly subject: Subject;
  readonly workload: WorkloadName;
  readonly nodes: readonly string[];
  /** Clients at work at a time; worker i talks to node i mod n. */
  readonly concurrency: number;
  /** Operations per second over all clients; 0 means that the main phase has none. */
  readonly rate: number;
  readonly timeLimitSeconds: number;
  readonly latency: { readonly meanMs: number; readonly distribution: LatencyDistribution };
  readonly nemesis: readonly (typeof nemeses)[number][];
  readonly nemesisIntervalSeconds: number;
  readonly faults: FaultOptions;
  readonly topology: Layout;
  /** The least share of operations that must succeed, `"total"` meaning all; null means that none is asked for. */
  readonly availability: number | "total" | null;
  readonly consistencyModels: readonly string[];
  readonly keyCount: number | null;
  readonly maxTxnLength: number;
  readonly maxWritesPerKey: number;
  readonly log: { readonly stderr: boolean; readonly send: boolean; readonly receive: boolean };
  readonly testCount: number;
  /** Null means that one is drawn. */
  readonly seed: number | null;
  readonly store: string;
  readonly seqKv: LostStates;
  readonly maelstromCompat: boolean;
  /** What differs from what was asked for, and why: sentences for the user. */
  readonly assumed: readonly string[];
  /** Flags that were given and mean nothing here. */
  readonly meaningless: readonly string[];
}

/** Reads a file of the user's. @throws {InvalidValue} if it cannot be read. */
export type ReadFile = (path: string) => string;

const positiveNumber = numberThat((value) => value > 0, "Must be a positive number");
const nonNegativeNumber = numberThat((value) => value >= 0, "Must be a non-negative number");

const availability: Parse<number | "total"> = (typed) =>
  typed === "total"
    ? "total"
    : numberThat((value) => value >= 0 && value <= 1, "Must be total, or a number from 0 to 1")(typed);

const text: Parse<string> = (typed) => {
  if (typed === "") throw new InvalidValue("Must not be empty");
  return typed;
};

/**
 * Reads the options of a test.
 *
 * @param args - what stood after `--`
 * @throws {OptionError} in Maelstrom's words, at the first option that is refused
 */
export function readTestOptions(
  reader: OptionReader,
  args: readonly string[],
  readFile: ReadFile,
): TestOptions {
  const nodes = readNodes(reader, readFile);
  const workload = reader.required("--workload", oneOf(workloadNames));
  // Maelstrom wants blanks on both sides of the comma and takes `a,b` for one name (quirk 10).
  const consistencyModels = reader.required("--consistency-models", listOf(text));
  // Maelstrom's default, 1n, cannot run lin-kv, which is its default workload (quirk 9).
  const isTooLow = workload === "lin-kv" && reader.spelling("--concurrency") === null;
  return {
    subject: readSubject(reader, args),
    workload,
    nodes,
    concurrency: isTooLow
      ? concurrency("2n", nodes.length)
      : reader.required("--concurrency", (typed) => concurrency(typed, nodes.length)),
    rate: reader.required("--rate", nonNegativeNumber),
    timeLimitSeconds: reader.required("--time-limit", positiveNumber),
    latency: {
      meanMs: reader.required("--latency", integerFrom(0)),
      distribution: reader.required("--latency-dist", oneOf(LATENCY_DISTRIBUTIONS)),
    },
    nemesis: reader.optional("--nemesis", listOf(oneOf(nemeses))) ?? [],
    nemesisIntervalSeconds: reader.required("--nemesis-interval", positiveNumber),
    faults: readFaultOptions(reader, nodes),
    topology: reader.required("--topology", oneOf(layouts)),
    availability: reader.optional("--availability", availability),
    consistencyModels,
    keyCount: reader.optional("--key-count", integerFrom(1)),
    maxTxnLength: reader.required("--max-txn-length", integerFrom(1)),
    maxWritesPerKey: reader.required("--max-writes-per-key", integerFrom(1)),
    log: {
      stderr: reader.flag("--log-stderr"),
      send: reader.flag("--log-net-send"),
      receive: reader.flag("--log-net-recv"),
    },
    testCount: reader.required("--test-count", integerFrom(1)),
    seed: reader.optional("--seed", integerFrom(0)),
    store: reader.required("--store", text),
    seqKv: reader.required("--seq-kv", oneOf(LOST_STATES)),
    assumed: [...(isTooLow ? [TOO_LOW] : []), ...misspelt(workload, consistencyModels)],
    maelstromCompat: reader.flag("--maelstrom-compat"),
    meaningless: inheritedOptions.flatMap(({ flags }) => reader.spelling(longFlag(flags)) ?? []),
  };
}

const TOO_LOW =
  "lin-kv needs twice as many clients as nodes, so it is run with --concurrency 2n; Maelstrom refuses to unless told";

/** Maelstrom takes any name, runs the test to its end, and only then does not know the model; that much can be said before. */
function misspelt(workload: WorkloadName, models: readonly string[]): readonly string[] {
  if (!workload.startsWith("txn-")) return [];
  return unknownModels(models).map(
    (name) =>
      `${name} is no known consistency model, so that the verdict will be unknown, as Maelstrom's is; known are read-uncommitted, ` +
      "read-committed, read-atomic, snapshot-isolation, serializable, strict-serializable and many more",
  );
}

function readSubject(reader: OptionReader, args: readonly string[]): Subject {
  const bin = reader.optional("--bin", text);
  const module = reader.optional("--module", text);
  if (bin !== null && module !== null) {
    throw new OptionError(
      "Expected --bin or --module, not both: a program runs in real time, a module in virtual time",
    );
  }
  if (bin !== null) return { kind: "bin", file: bin, args };
  if (module === null) {
    throw new OptionError("Expected a --bin PATH_TO_BINARY to test (or a --module to test in virtual time)");
  }
  return { kind: "module", file: module, args };
}

function readNodes(reader: OptionReader, readFile: ReadFile): readonly string[] {
  const named = [
    ...(reader.optional("--nodes-file", (path) => namesIn(path, readFile)) ?? []),
    ...(reader.optional("--nodes", listOf(nodeName)) ?? []),
    ...reader.list("--node", nodeName),
  ];
  const count = reader.optional("--node-count", integerFrom(1));
  return count === null ? namedNodes(named) : countedNodes(count);
}

function namesIn(path: string, readFile: ReadFile): readonly string[] {
  return readFile(path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(nodeName);
}
