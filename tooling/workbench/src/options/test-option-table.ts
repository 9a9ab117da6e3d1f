/**
 * The options of `glomers test`: Maelstrom's, ours, and those that Maelstrom inherits from Jepsen without giving them
 * a meaning. Names and defaults are Maelstrom's (MAELSTROM.md 1.1); what a value must be is in `test-options.ts`.
 */
import type { OptionEntry } from "./entry.ts";
import { faultOptionTable } from "./fault-options.ts";

/** Mean the same here as on Maelstrom. */
const maelstromOptions: readonly OptionEntry[] = [
  {
    flags: "--bin <file>",
    description: "program to run for each node; a relative path is looked up from here",
  },
  { flags: "-w, --workload <name>", description: "what clients do and what is checked", fallback: "lin-kv" },
  { flags: "--node-count <n>", description: "how many nodes, named n0, n1, …; replaces the lists of names" },
  {
    flags: "-n, --node <name>",
    description: "name of a node; may be repeated (n1 to n5 if no node is named)",
    repeatable: true,
  },
  { flags: "--nodes <names>", description: "names of nodes, split by commas" },
  { flags: "--nodes-file <file>", description: "file with names of nodes, one a line" },
  {
    flags: "--concurrency <c>",
    description:
      "how many clients work at once: a number, or with n a multiple of the node count (2n for lin-kv)",
    fallback: "1n",
  },
  { flags: "--rate <r>", description: "operations per second, over all clients", fallback: "5" },
  { flags: "--time-limit <s>", description: "length of the main phase, in seconds", fallback: "60" },
  { flags: "--latency <ms>", description: "mean latency between nodes, in milliseconds", fallback: "0" },
  {
    flags: "--latency-dist <d>",
    description: "its distribution: constant, uniform or exponential",
    fallback: "constant",
  },
  {
    flags: "--nemesis <faults>",
    description: "faults to inject, split by commas; the only one is partition",
  },
  { flags: "--nemesis-interval <s>", description: "mean seconds between faults", fallback: "10" },
  {
    flags: "--topology <t>",
    description:
      "what broadcast nodes are told of their neighbours: line, grid, tree, tree2, tree3, tree4 or total",
    fallback: "grid",
  },
  {
    flags: "--availability <a>",
    description: "share of operations that must succeed: total, or a number from 0 to 1",
  },
  {
    flags: "--consistency-models <models>",
    description: "models that transactions must satisfy, split by commas",
    fallback: "strict-serializable",
  },
  {
    flags: "--key-count <n>",
    description: "keys in use at a time, for transactions and kafka (10 if not given)",
  },
  { flags: "--max-txn-length <n>", description: "longest transaction", fallback: "4" },
  { flags: "--max-writes-per-key <n>", description: "writes before a key is replaced", fallback: "16" },
  { flags: "--log-stderr", description: "show what nodes write to stderr" },
  { flags: "--log-net-send", description: "show each message when it is sent" },
  { flags: "--log-net-recv", description: "show each message when it is received" },
  { flags: "--test-count <n>", description: "how often to run; stops at the first failure", fallback: "1" },
];

/** Maelstrom does not have these. */
const ownOptions: readonly OptionEntry[] = [
  {
    flags: "--module <file>",
    description:
      "run in virtual time a module that exports `server`, a function of a Node; a package's folder will do",
  },
  { flags: "--seed <n>", description: "seed of all chance; drawn and printed if not given" },
  { flags: "--store <dir>", description: "where to keep runs", fallback: "store" },
  {
    flags: "--seq-kv <states>",
    description:
      "what seq-kv shows for a state more than 31 updates old: clamped (the oldest that is kept), or wrapping (a newer one, as Maelstrom does)",
    fallback: "clamped",
  },
  {
    flags: "--maelstrom-compat",
    description: "judge as Maelstrom would: what it overlooks is a warning and does not fail the run",
  },
];

/** Accepted so that a command line for Maelstrom can be pasted; a note says that they do nothing. */
export const inheritedOptions: readonly OptionEntry[] = [
  { flags: "--username <user>", description: "no meaning here" },
  { flags: "--password <password>", description: "no meaning here" },
  { flags: "--ssh-private-key <file>", description: "no meaning here" },
  { flags: "--strict-host-key-checking", description: "no meaning here" },
  { flags: "--no-ssh", description: "no meaning here" },
  { flags: "--leave-db-running", description: "no meaning here: no node outlives its run" },
  { flags: "--logging-json", description: "no meaning here" },
];

export const testOptionGroups: readonly {
  readonly heading: string;
  readonly entries: readonly OptionEntry[];
}[] = [
  { heading: "Maelstrom's options:", entries: maelstromOptions },
  { heading: "Our own options:", entries: ownOptions },
  { heading: "Faults that Maelstrom does not have:", entries: faultOptionTable },
  { heading: "Accepted, without meaning here:", entries: inheritedOptions },
];
