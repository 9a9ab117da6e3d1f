/** One run in virtual time of a server of transactions, and what the checkers say of it. */
import { type Operation, printExactJson, type SendEvent, type TraceEvent } from "@gossip-glomers/history";
import type { Node } from "@gossip-glomers/protocol";
import {
  type FaultKind,
  type Impairment,
  InProcessHost,
  type Latency,
  milliseconds,
  Random,
  runTest,
  seconds,
  VirtualClock,
} from "@gossip-glomers/simulator";
import type { Commit } from "../src/index.ts";
import { convergedAtMs, healedAt } from "./convergence.ts";
import { type Crash, CrashingHost } from "./crashes.ts";
import { finalValues, judge, type TimedCommit } from "./judgement.ts";
import { type RegisterWorkloadOptions, registerWorkload } from "./register-workload.ts";
import { NetworkWithStandingCut, type StandingCut } from "./standing-cut.ts";
import { Vocabulary, type VocabularyOptions } from "./vocabulary.ts";

export interface RunOptions extends Omit<RegisterWorkloadOptions, "vocabulary" | "restMs"> {
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
  readonly words: VocabularyOptions;
  readonly standingCut: StandingCut | null;
  /** Beside those that the nemesis kills. */
  readonly crashes: readonly Crash[];
}

/** Makes a server that tells of its commits. */
export type ServerUnderTest = (onCommit: (commit: Commit) => void) => (node: Node) => void;

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
  /** The longest of them. */
  readonly longestMessage: number;
}

/** How long a line a node reads: the limit of the protocol's `LineReader`, in bytes. */
const lineLimit = 2 ** 28;

/** How much longer the line is than the body that is in it, at the most. */
const envelope = 100;

/** Who has not been told everything by the bound has, this much later; then nobody says a word any more. In milliseconds. */
const quietAfterMs = 20_000;

export async function run(serverFor: ServerUnderTest, options: RunOptions): Promise<Outcome> {
  const random = Random.fromSeed(options.seed);
  const clock = new VirtualClock();
  const vocabulary = new Vocabulary(options.words, options.keys);
  const commits: TimedCommit[] = [];
  const errors: string[] = [];
  let messagesBetweenNodes = 0;
  let bytesBetweenNodes = 0;
  let longestMessage = 0;
  let lastMessageAt = 0;
  const trace = {
    write(event: TraceEvent) {
      if (event.kind === "log" && event.line.startsWith("ERROR")) errors.push(`${event.node}: ${event.line}`);
      if (event.kind !== "send" || !isBetweenNodes(event)) return;
      const bytes = Buffer.byteLength(printExactJson(event.body));
      messagesBetweenNodes += 1;
      bytesBetweenNodes += bytes;
      longestMessage = Math.max(longestMessage, bytes);
      lastMessageAt = clock.now();
    },
  };
  const network = new NetworkWithStandingCut(
    { clock, latency: options.latency, random: random.split("latency"), trace },
    options.standingCut ?? { links: [], fromMs: 0, untilMs: 0 },
  );
  const nodes = Array.from({ length: options.nodes }, (_, index) => `n${index}`);
  const commit = ({ writes, ...rest }: Commit): void => {
    const words = writes.map(
      ([key, value]) => [vocabulary.keyIndex(key), vocabulary.valueIndex(value)] as const,
    );
    commits.push({ ...rest, writes: words, time: clock.now() });
  };
  const inProcess = new InProcessHost({ equip: serverFor(commit), clock, random: random.split("nodes") });
  const host = new CrashingHost(inProcess, clock, nodes, options.crashes);
  const { history, faults } = await runTest({
    workload: registerWorkload({ ...options, vocabulary, restMs: 2 * quietAfterMs }),
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
    host,
    random,
    trace,
  });
  const mayStandStill =
    options.faults.includes("pause") || options.faults.includes("kill") || options.crashes.length > 0;
  const quietAt = healedAt(history) + milliseconds((options.finalReads.at(-1) ?? 0) + quietAfterMs);
  const complaints = [
    ...errors,
    ...faults.map(({ node, fault }) => `${node}: ${fault.fault}`),
    ...judge({ history, commits, nodes, deaths: host.deaths, mayStandStill }),
    ...(longestMessage + envelope > lineLimit ? [`a message has ${longestMessage} bytes`] : []),
    ...(lastMessageAt > quietAt ? [`chatter: a message at ${lastMessageAt / 1e6} ms`] : []),
  ];
  const convergedMs = convergedAtMs(history, finalValues(history), options.finalReads);
  return {
    history,
    commits,
    complaints,
    convergedMs,
    messagesBetweenNodes,
    bytesBetweenNodes,
    longestMessage,
  };
}

function isBetweenNodes({ src, dest }: SendEvent): boolean {
  return src.startsWith("n") && dest.startsWith("n");
}
