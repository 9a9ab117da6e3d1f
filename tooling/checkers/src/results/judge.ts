/**
 * All checkers on one run: the verdict, the findings, and the results as Maelstrom stores them. Read first
 * `../run/run.ts` for what they look at and `../verdict.ts` for what they say.
 */
import { checkAnswers } from "../answers/answers.ts";
import { checkAvailability, type RequiredAvailability } from "../availability/availability.ts";
import { checkExceptions } from "../exceptions/exceptions.ts";
import { condense } from "../finding/condense.ts";
import { sentence } from "../finding/phrase.ts";
import { checkNet } from "../net/net.ts";
import { checkNodeFaults } from "../node-faults/node-faults.ts";
import { checkPerf } from "../perf/perf.ts";
import type { Checker, CheckOptions } from "../run/checker.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";
import type { Run } from "../run/run.ts";
import { checkStats } from "../stats/stats.ts";
import type { Verdict } from "../verdict.ts";
import { assembleResults, type Part, type Results } from "./assemble.ts";

export interface JudgeOptions extends CheckOptions {
  /** What `--availability` asks for. */
  readonly availability: RequiredAvailability;
}

/** Judges a run by the checker of its workload and by those that every workload has. */
export function judge(run: Run, checkWorkload: Checker, options: JudgeOptions): Results {
  const parts: Part[] = [
    { name: "perf", verdict: checkPerf() },
    { name: "timeline", verdict: { valid: true, result: {}, findings: [] } },
    { name: "exceptions", verdict: attempt(run, () => checkExceptions(run)) },
    { name: "stats", verdict: attempt(run, () => checkStats(run)) },
    { name: "availability", verdict: attempt(run, () => checkAvailability(run, options.availability)) },
  ];
  // Of a run of the real Maelstrom the messages are in its journal, not here; no figures are better than zeros.
  if (run.events.length > 0) parts.push({ name: "net", verdict: attempt(run, () => checkNet(run)) });
  parts.push({ name: "workload", verdict: attempt(run, () => checkWorkload(run, options)) });
  return assembleResults(parts, [
    attempt(run, () => checkNodeFaults(run, options)),
    attempt(run, () => checkAnswers(run)),
  ]);
}

/** A checker that throws decides nothing, and does not throw away what the others found. */
function attempt(run: Run, check: () => Verdict): Verdict {
  try {
    return check();
  } catch (error) {
    if (error instanceof MalformedOperationError) {
      const told = { sentence: `${sentence(error.message)}.`, operations: [error.index] };
      return {
        valid: "unknown",
        result: { error: error.message },
        findings: condense(run, "malformed-operation", "error", [told]),
      };
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { valid: "unknown", result: { error: text }, findings: [] };
  }
}
