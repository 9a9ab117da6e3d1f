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

/** How many operations ended how. */
interface Tally {
  ok: number;
  fail: number;
  info: number;
  /** The first of them. */
  readonly first: Operation;
}

/** Counts the completions of clients; each function must have succeeded once. */
export function checkStats(run: Run): Verdict {
  const byFunction = tallies(run.history);
  const names = [...byFunction.keys()].sort();
  const counts: [string, DatumRecord][] = [];
  const findings: Finding[] = [];
  const all = { ok: 0, fail: 0, info: 0 };
  let valid = true;
  for (const name of names) {
    const tally = byFunction.get(name);
    if (tally === undefined) continue;
    const succeeded = tally.ok > 0;
    counts.push([name, { "valid?": succeeded, ...countsOf(tally) }]);
    all.ok += tally.ok;
    all.fail += tally.fail;
    all.info += tally.info;
    if (succeeded || EXEMPT.has(name)) continue;
    valid = false;
    findings.push(...neverSucceeded(run, name, tally));
  }
  return {
    valid,
    result: { ...countsOf(all), "by-f": Object.fromEntries(counts) },
    findings,
  };
}

function tallies(history: readonly Operation[]): ReadonlyMap<string, Tally> {
  const byFunction = new Map<string, Tally>();
  for (const operation of history) {
    const { type, process, f } = operation;
    if (type === "invoke" || process === "nemesis") continue;
    let tally = byFunction.get(f);
    if (tally === undefined) {
      tally = { ok: 0, fail: 0, info: 0, first: operation };
      byFunction.set(f, tally);
    }
    tally[type]++;
  }
  return byFunction;
}

function countsOf({ ok, fail, info }: Omit<Tally, "first">): DatumRecord {
  return { count: ok + fail + info, "ok-count": ok, "fail-count": fail, "info-count": info };
}

function neverSucceeded(run: Run, name: string, { fail, info, first }: Tally): readonly Finding[] {
  return condense(run, "never-ok", "error", [
    {
      sentence:
        `No ${name} ever succeeded, of ${count(fail + info, "attempt")}. The first, by ${actor(run, first)}, ended ` +
        `at ${seconds(first.time)} (${reference(run, first)}): ${outcome(first)}.`,
      at: first.time,
      operations: [first.index],
    },
  ]);
}
