/** One run in virtual time of a server of transactions, and what the checkers say of it. */
import { checkRwRegister, type RevealedVersions, runOfHistory } from "@gossip-glomers/checkers";
import type { Operation, SendEvent, TraceEvent } from "@gossip-glomers/history";
import type { Node } from "@gossip-glomers/protocol";
import {
  type FaultKind,
  type Impairment,
  InProcessHost,
  type Latency,
  Random,
  runTest,
  SimulatedNetwork,
  seconds,
  VirtualClock,
} from "@gossip-glomers/simulator";
import type { Commit } from "../src/index.ts";
import { contradictions } from "./causality.ts";
import { convergedAtMs } from "./convergence.ts";
import { sessionsByLife } from "./lives.ts";
import { type RegisterWorkloadOptions, registerWorkload } from "./register-workload.ts";

export interface RunOptions extends RegisterWorkloadOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly latency: Latency;
  /** Operations per second. */
  readonly rate: number;
  /** Length of the main phase in seconds. */
  readonly duration: number;
  /** The mean pause between partition and heal, in seconds; null for no partition. */
  readonly partitions: number | null;
  /** What else befalls nodes, for half a second in the mean. */
  readonly faults: readonly FaultKind[];
  readonly impairment: Impairment;
}

/** Makes a server that tells of its commits. */
export type ServerUnderTest = (onCommit: (commit: Commit) => void) => (node: Node) => void;

interface TimedCommit extends Commit {
  /** In nanoseconds. */
  readonly time: number;
}

export interface Outcome {
  readonly history: readonly Operation[];
  readonly commits: readonly Commit[];
  /** What contradicts the promise; empty if nothing does. */
  readonly complaints: readonly string[];
  /** The first of the final reads, in milliseconds after the end of all faults, from which on all nodes agreed; if they did. */
  readonly convergedMs: number | undefined;
  readonly messagesBetweenNodes: number;
  /** Of their bodies as JSON. */
  readonly bytesBetweenNodes: number;
}

/** The strongest that Elle has below models that nobody can keep who is always available. */
const consistencyModels = ["read-atomic", "causal-cerone", "causal"];

/** Enough for a hundred nodes; what is not decided is as bad as a contradiction. */
const searchBudget = 1_000_000_000;

export async function run(serverFor: ServerUnderTest, options: RunOptions): Promise<Outcome> {
  const random = Random.fromSeed(options.seed);
  const clock = new VirtualClock();
  const commits: TimedCommit[] = [];
  let messagesBetweenNodes = 0;
  let bytesBetweenNodes = 0;
  const trace = {
    write(event: TraceEvent) {
      if (event.kind !== "send" || !isBetweenNodes(event)) return;
      messagesBetweenNodes += 1;
      bytesBetweenNodes += JSON.stringify(event.body).length;
    },
  };
  const network = new SimulatedNetwork({
    clock,
    latency: options.latency,
    random: random.split("latency"),
    trace,
  });
  const nodes = Array.from({ length: options.nodes }, (_, index) => `n${index}`);
  const { history, faults } = await runTest({
    workload: registerWorkload(options),
    nodes,
    concurrency: 2 * options.nodes,
    rate: options.rate,
    timeLimit: seconds(options.duration),
    ...(options.partitions === null ? {} : { partitions: { interval: seconds(options.partitions) } }),
    faults: { kinds: options.faults, interval: seconds(0.5) },
    impairment: options.impairment,
    // The workload itself waits for the final reads.
    recovery: 0,
    clock,
    network,
    host: new InProcessHost({
      equip: serverFor((commit) => commits.push({ ...commit, time: clock.now() })),
      clock,
      random: random.split("nodes"),
    }),
    random,
    trace,
  });
  const versions = versionOrder(commits, nodes);
  const complaints = [
    ...faults.map(({ node, fault }) => `${node}: ${fault.fault}`),
    ...unavailable(history, options),
    ...judge(history, commits, nodes, versions),
    ...doubles(commits),
  ];
  const latest = finalValues(history);
  const convergedMs = convergedAtMs(history, latest, options.finalReads);
  return { history, commits, complaints, convergedMs, messagesBetweenNodes, bytesBetweenNodes };
}

/** Total availability: every transaction succeeds, at once, whatever the network does; unless the node itself stands still. */
function unavailable(history: readonly Operation[], { faults }: RunOptions): readonly string[] {
  // When all faults are over no node stands still, and the last to read have had the time to join.
  const mayStandStill = faults.includes("pause") || faults.includes("kill");
  return history
    .filter(({ type, process }) => process !== "nemesis" && (type === "fail" || type === "info"))
    .filter(({ final }) => !mayStandStill || final === true)
    .map(({ index, type }) => `operation ${index} ended as ${type}`);
}

function judge(
  history: readonly Operation[],
  commits: readonly TimedCommit[],
  nodes: readonly string[],
  versions: RevealedVersions["versions"],
): readonly string[] {
  const lives = sessionsByLife(history, nodes);
  const order: RevealedVersions = { source: "the commits", complete: true, versions };
  const verdict = checkRwRegister(runOfHistory(lives.history), {
    consistencyModels,
    revealed: [order],
    searchBudget,
  });
  const findings = verdict.findings
    // A node alone that was never up for long has answered nothing that could depend on anything.
    .filter(({ kind }) => kind !== "empty-transaction-graph" || !isIdle(history, lives.killedAt))
    .map(({ kind, summary }) => `${kind}: ${summary}`);
  if (verdict.findings.length === 0 && verdict.valid !== true) findings.push(`valid: ${verdict.valid}`);
  return [
    ...findings,
    ...contradictions(lives.history, commits, nodes),
    ...disagreements(history, survivors(commits, lives.killedAt), nodes, versions),
  ];
}

/** Whether nodes were killed so often that nothing but the final reads was answered. */
function isIdle(history: readonly Operation[], killedAt: ReadonlyMap<string, number>): boolean {
  return (
    killedAt.size > 0 &&
    !history.some(({ type, process, final }) => type === "ok" && process !== "nemesis" && final !== true)
  );
}

/** By key the values that were ever committed, in the order of their timestamps. */
function versionOrder(
  commits: readonly Commit[],
  nodes: readonly string[],
): ReadonlyMap<number, readonly number[]> {
  const order = new Map<number, number[]>();
  for (const { writes } of inOrder(commits, nodes)) {
    for (const [key, value] of writes) {
      const versions = order.get(Number(key));
      if (versions === undefined) order.set(Number(key), [Number(value)]);
      else versions.push(Number(value));
    }
  }
  return order;
}

export function inOrder(commits: readonly Commit[], nodes: readonly string[]): readonly Commit[] {
  return commits.toSorted(
    (a, b) => a.counter - b.counter || nodes.indexOf(a.node) - nodes.indexOf(b.node) || a.life - b.life,
  );
}

/** What cannot have been lost: the commits of lives that lasted to the end. */
function survivors(
  commits: readonly TimedCommit[],
  killedAt: ReadonlyMap<string, number>,
): readonly Commit[] {
  return commits.filter(({ node, time }) => time > (killedAt.get(node) ?? -1));
}

/** No two transactions have the same timestamp, which is their identity. */
function doubles(commits: readonly Commit[]): readonly string[] {
  const stamps = new Set<string>();
  return commits.flatMap(({ node, life, counter }) => {
    const stamp = `${counter} of life ${life} of ${node}`;
    if (stamps.has(stamp)) return [`two transactions are ${stamp}`];
    stamps.add(stamp);
    return [];
  });
}

/** By key what the first of the final reads showed; if others differ, that is a complaint. */
function finalValues(history: readonly Operation[]): ReadonlyMap<number, number | null> {
  const first = history.find(({ type, final }) => type === "ok" && final === true)?.value;
  return new Map((Array.isArray(first) ? first : []).map(([, key, read]) => [key, read]));
}

/**
 * Convergence: whoever reads last reads of every key the same version, and none that is older than one of `certain`. If no
 * node crashed, that is the last version of all.
 */
function disagreements(
  history: readonly Operation[],
  certain: readonly Commit[],
  nodes: readonly string[],
  versions: RevealedVersions["versions"],
): readonly string[] {
  const least = versionOrder(certain, nodes);
  const agreed = finalValues(history);
  return history
    .filter(({ type, final }) => type === "ok" && final === true)
    .flatMap(({ index, value }) =>
      (Array.isArray(value) ? value : []).flatMap(([, key, read]) => {
        const order = versions.get(key) ?? [];
        const last = least.get(key)?.at(-1) ?? null;
        const isOlder = order.indexOf(read) < (last === null ? -1 : order.indexOf(last));
        const isUnwritten = read !== null && !order.includes(read);
        return [
          ...(isUnwritten
            ? [`operation ${index}: key ${key} is ${read} in the end, which nobody wrote`]
            : []),
          ...(isOlder ? [`operation ${index}: key ${key} is ${read} in the end, and not ${last}`] : []),
          ...(agreed.get(key) === read
            ? []
            : [
                `operation ${index}: key ${key} is ${read} in the end, and ${agreed.get(key)} on another node`,
              ]),
        ];
      }),
    );
}

function isBetweenNodes({ src, dest }: SendEvent): boolean {
  return src.startsWith("n") && dest.startsWith("n");
}
