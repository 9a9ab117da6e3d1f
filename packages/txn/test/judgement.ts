/** What contradicts the promises of the README in a run: what the checkers say of it, and what all nodes show in the end. */
import { checkRwRegister, type RevealedVersions, runOfHistory } from "@gossip-glomers/checkers";
import type { Operation } from "@gossip-glomers/history";
import type { Commit } from "../src/index.ts";
import { contradictions } from "./causality.ts";
import type { Death } from "./crashes.ts";
import { sessionsByLife } from "./lives.ts";

export interface TimedCommit extends Commit {
  /** In nanoseconds. */
  readonly time: number;
}

/** All that is known of a run; keys and values are numbers, as the workload has them. */
export interface Evidence {
  readonly history: readonly Operation[];
  readonly commits: readonly TimedCommit[];
  readonly nodes: readonly string[];
  /** Crashes that are not in the history. */
  readonly deaths: readonly Death[];
  /** Whether nodes stood still for a while, or were down. */
  readonly mayStandStill: boolean;
}

/** The strongest that Elle has below models that nobody can keep who is always available. */
const consistencyModels = ["read-atomic", "causal-cerone", "causal"];

/** Enough for a hundred nodes; what is not decided is as bad as a contradiction. */
const searchBudget = 1_000_000_000;

export function judge(evidence: Evidence): readonly string[] {
  return [...unavailable(evidence), ...inconsistent(evidence), ...doubles(evidence.commits)];
}

/** Total availability: every transaction succeeds, at once, whatever the network does; unless the node itself stands still. */
function unavailable({ history, mayStandStill }: Evidence): readonly string[] {
  // When all faults are over no node stands still, and the last to read have had the time to join.
  return history
    .filter(({ type, process }) => process !== "nemesis" && (type === "fail" || type === "info"))
    .filter(({ final }) => !mayStandStill || final === true)
    .map(({ index, type }) => `operation ${index} ended as ${type}`);
}

function inconsistent({ history, commits, nodes, deaths }: Evidence): readonly string[] {
  const versions = versionOrder(commits, nodes);
  const lives = sessionsByLife(history, nodes, deaths);
  const order: RevealedVersions = { source: "the commits", complete: true, versions };
  const verdict = checkRwRegister(runOfHistory(lives.history), {
    consistencyModels,
    revealed: [order],
    searchBudget,
  });
  const findings = verdict.findings
    // Nodes that were never up for long have shown nothing that could depend on anything.
    .filter(({ kind }) => kind !== "empty-transaction-graph" || !isIdle(history, lives.killedAt))
    .map(({ kind, summary }) => `${kind}: ${summary}`);
  if (verdict.findings.length === 0 && verdict.valid !== true) findings.push(`valid: ${verdict.valid}`);
  return [
    ...findings,
    ...contradictions(lives.history, commits, nodes),
    ...disagreements(history, survivors(commits, lives.killedAt), nodes, versions),
  ];
}

/** Whether nodes were killed so often that nobody ever read what another client had been told that it had written. */
function isIdle(history: readonly Operation[], killedAt: ReadonlyMap<string, number>): boolean {
  const writtenBy = new Map<number, Operation>();
  const isRead = history.some((operation) => {
    const { type, process, value } = operation;
    if (type !== "ok" || process === "nemesis" || !Array.isArray(value)) return false;
    for (const [f, , written] of value) if (f.name === "w") writtenBy.set(written, operation);
    return value.some(([f, , read]) => f.name === "r" && (writtenBy.get(read) ?? operation) !== operation);
  });
  return killedAt.size > 0 && !isRead;
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
export function finalValues(history: readonly Operation[]): ReadonlyMap<number, number | null> {
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
