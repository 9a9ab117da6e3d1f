/**
 * Stats: how many operations ended how, and whether every kind of operation succeeded at least once
 * (MAELSTROM.md section 17.1).
 */
import type { DatumRecord, Operation } from "@gossip-glomers/history";
import { condense } from "../finding/condense.ts";
import { actor, count, outcome, reference, seconds } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";

/** Kafka's operations that are not expected to succeed. Maelstrom exempts them in every workload. */
const EXEMPT: ReadonlySet<string> = new Set(["crash", "debug-topic-partitions"]);

/** Counts the completions of clients; each function must have succeeded once. */
export function checkStats(run: Run): Verdict {
  const completions = run.history.filter(({ type, process }) => type !== "invoke" && process !== "nemesis");
  const byFunction = new Map<string, Operation[]>();
  for (const completion of completions) {
    const group = byFunction.get(completion.f);
    if (group === undefined) byFunction.set(completion.f, [completion]);
    else group.push(completion);
  }
  const names = [...byFunction.keys()].sort();
  const counts: [string, DatumRecord][] = [];
  const findings: Finding[] = [];
  let valid = true;
  for (const name of names) {
    const group = byFunction.get(name) ?? [];
    const succeeded = group.some(({ type }) => type === "ok");
    counts.push([name, { "valid?": succeeded, ...countsOf(group) }]);
    if (succeeded || EXEMPT.has(name)) continue;
    valid = false;
    findings.push(...neverSucceeded(run, name, group));
  }
  return {
    valid,
    result: { ...countsOf(completions), "by-f": Object.fromEntries(counts) },
    findings,
  };
}

function countsOf(completions: readonly Operation[]): DatumRecord {
  const ended = (wanted: Operation["type"]): number =>
    completions.filter(({ type }) => type === wanted).length;
  return {
    count: completions.length,
    "ok-count": ended("ok"),
    "fail-count": ended("fail"),
    "info-count": ended("info"),
  };
}

function neverSucceeded(run: Run, name: string, completions: readonly Operation[]): readonly Finding[] {
  const [first] = completions;
  if (first === undefined) return [];
  return condense(run, "never-ok", "error", [
    {
      sentence:
        `No ${name} ever succeeded, of ${count(completions.length, "attempt")}. The first, by ${actor(run, first)}, ended ` +
        `at ${seconds(first.time)} (${reference(run, first)}): ${outcome(first)}.`,
      at: first.time,
      operations: [first.index],
    },
  ]);
}
