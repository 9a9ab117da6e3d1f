/**
 * The official runs of the Gossip Glomers challenges, as data: what Maelstrom is asked, what the challenge page
 * demands of the result (the limit), and what this project demands of itself (the bar).
 *
 * Sources: https://fly.io/dist-sys/ and MAELSTROM.md 1.3 for arguments and limits. Figures are Maelstrom's own: msgs/op
 * is `net.servers.msgs-per-op`, the latencies are entries 0.5 and 1 of `workload.stable-latencies`.
 */
import type { MeasureName } from "./figures.ts";

/** What a run must show. Every run must be valid, which covers the availability that its arguments ask for. */
export type Demand =
  /** A measure must be less than, or at most, a number. `means` says it in words where the name alone would not. */
  | {
      readonly measure: MeasureName;
      readonly relation: "<" | "≤";
      readonly than: number;
      readonly means?: string;
    }
  /** A measure must be less than that of another row. */
  | { readonly measure: MeasureName; readonly lessThanRow: string; readonly means: string }
  /** Said for the reader: what a run cannot show is left to the tests of the challenge's package. */
  | { readonly also: string };

export interface Row {
  /** What people call it, for instance `3d`; `+f` is the same with faults added. */
  readonly id: string;
  /** The name of the directory of the challenge's package. */
  readonly challenge: string;
  readonly what: string;
  /** Maelstrom's arguments after `test`, without `--bin`. */
  readonly args: string;
  /** Null if there is no official limit. */
  readonly limit: readonly Demand[] | null;
  readonly bar: readonly Demand[];
}

const efficientBroadcast = "-w broadcast --node-count 25 --time-limit 20 --rate 100 --latency 100";
const register =
  "-w txn-rw-register --time-limit 20 --rate 1000 --concurrency 2n --availability total --consistency-models";
const log = "-w kafka --concurrency 2n --time-limit 20 --rate 1000 --node-count";

export const table: readonly Row[] = [
  {
    id: "1",
    challenge: "echo",
    what: "echo",
    args: "-w echo --node-count 1 --time-limit 10",
    limit: [],
    bar: [],
  },
  {
    id: "2",
    challenge: "unique-ids",
    what: "unique ids under partitions",
    args: "-w unique-ids --time-limit 30 --rate 1000 --node-count 3 --availability total --nemesis partition",
    limit: [],
    bar: [atMost("server messages", 0)],
  },
  {
    id: "3a",
    challenge: "broadcast",
    what: "broadcast on one node",
    args: "-w broadcast --node-count 1 --time-limit 20 --rate 10",
    limit: [],
    bar: [],
  },
  {
    id: "3b",
    challenge: "broadcast",
    what: "broadcast on five nodes",
    args: "-w broadcast --node-count 5 --time-limit 20 --rate 10",
    limit: [],
    bar: [],
  },
  {
    id: "3c",
    challenge: "broadcast",
    what: "broadcast under partitions",
    args: "-w broadcast --node-count 5 --time-limit 20 --rate 10 --nemesis partition",
    limit: [],
    // It has no limits for latency; the bound is what any overlay that works at all keeps to.
    bar: [below("max side latency", 2000, "a connected majority keeps exchanging while it is cut off")],
  },
  {
    id: "3d",
    challenge: "broadcast",
    what: "efficient broadcast, quick",
    args: efficientBroadcast,
    limit: [below("msgs/op", 30), below("median latency", 400), below("max latency", 600)],
    bar: [atMost("msgs/op", 1.1), { also: "acknowledgement and repair are on" }],
  },
  {
    id: "3e",
    challenge: "broadcast",
    what: "efficient broadcast, thrifty",
    args: efficientBroadcast,
    limit: [below("msgs/op", 20), below("median latency", 1000), below("max latency", 2000)],
    bar: [atMost("msgs/op", 0.35), { also: "acknowledgement and repair are on" }],
  },
  {
    id: "3d+f",
    challenge: "broadcast",
    what: "3d under partitions",
    args: `${efficientBroadcast} --nemesis partition`,
    limit: null,
    bar: [atMost("msgs/op", 1.6), below("median side latency", 400), below("max side latency", 600)],
  },
  {
    id: "3e+f",
    challenge: "broadcast",
    what: "3e under partitions",
    args: `${efficientBroadcast} --nemesis partition`,
    limit: null,
    bar: [atMost("msgs/op", 0.6), below("median side latency", 1000), below("max side latency", 2000)],
  },
  {
    id: "4",
    challenge: "g-counter",
    what: "grow-only counter",
    args: "-w g-counter --node-count 3 --rate 100 --time-limit 20 --nemesis partition",
    limit: [],
    bar: [atMost("msgs/op", 1), atMost("unstored adds", 0, "an acknowledged add waits for seq-kv")],
  },
  {
    id: "5a",
    challenge: "kafka",
    what: "log on one node",
    args: `${log} 1`,
    limit: [],
    bar: [],
  },
  {
    id: "5b",
    challenge: "kafka",
    what: "log on two nodes",
    args: `${log} 2`,
    limit: [],
    bar: [],
  },
  {
    id: "5c",
    challenge: "kafka",
    what: "efficient log",
    args: `${log} 2`,
    limit: [{ measure: "msgs/op", lessThanRow: "5b", means: "more efficient than 5b" }],
    bar: [atMost("msgs/op", 0.06), atMost("worst lag", 0.15)],
  },
  {
    id: "5c+f",
    challenge: "kafka",
    what: "5c under partitions",
    args: `${log} 2 --nemesis partition`,
    limit: null,
    bar: [atMost("failed sends while cut", 0, "sends keep succeeding on both sides")],
  },
  {
    id: "6a",
    challenge: "txn",
    what: "transactions on one node",
    args: `${register} read-uncommitted --node-count 1`,
    limit: [],
    bar: [],
  },
  {
    id: "6b",
    challenge: "txn",
    what: "read uncommitted under partitions",
    args: `${register} read-uncommitted --node-count 2 --nemesis partition`,
    limit: [],
    bar: [],
  },
  {
    id: "6c",
    challenge: "txn",
    what: "read committed under partitions",
    args: `${register} read-committed --node-count 2 --nemesis partition`,
    limit: [],
    bar: [atMost("msgs/op", 0.06), atMost("anomalies vs. causal", 0, "valid for read atomic and causal")],
  },
];

export const rowIds: readonly string[] = table.map((row) => row.id);

function below(measure: MeasureName, than: number, means?: string): Demand {
  return { measure, relation: "<", than, ...(means === undefined ? {} : { means }) };
}

function atMost(measure: MeasureName, than: number, means?: string): Demand {
  return { measure, relation: "≤", than, ...(means === undefined ? {} : { means }) };
}

/** All demands on a row. */
export function demandsOf({ limit, bar }: Row): readonly Demand[] {
  return [...(limit ?? []), ...bar];
}
