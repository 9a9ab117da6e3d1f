/**
 * Availability: the share of operations that succeeded (MAELSTROM.md section 17.1).
 */

import { singleDatum, singleRatio } from "../datum/single.ts";
import { condense } from "../finding/condense.ts";
import { actor, count, outcome, reference, seconds } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";

/** What `--availability` asks for: every operation, a share between 0 and 1, or nothing. */
export type RequiredAvailability = "total" | number | null;

/** Compares the share of invocations that succeeded with the one required; without invocations it is 1. */
export function checkAvailability(run: Run, required: RequiredAvailability): Verdict {
  let invoked = 0;
  let succeeded = 0;
  for (const { type, process } of run.history) {
    if (process === "nemesis") continue;
    if (type === "invoke") invoked++;
    else if (type === "ok") succeeded++;
  }
  // Maelstrom compares the fraction of 32 bits, so 9 of 10, which is 0.89999998, misses a required 0.9.
  const fraction = invoked === 0 ? 1 : singleRatio(succeeded, invoked);
  const demanded = required === "total" ? 1 : (required ?? 0);
  const valid = fraction >= demanded;
  return {
    valid,
    // Of nothing it is the integer 1, of everything the float 1.0.
    result: { "ok-fraction": invoked === 0 ? 1 : singleDatum(fraction) },
    findings: valid ? [] : unavailable(run, demanded, invoked - succeeded, invoked),
  };
}

function unavailable(run: Run, demanded: number, missed: number, invoked: number): readonly Finding[] {
  const first = run.history.find(
    ({ type, process }) => process !== "nemesis" && (type === "fail" || type === "info"),
  );
  const example =
    first === undefined
      ? ""
      : ` The first, ${first.f} by ${actor(run, first)}, ended at ${seconds(first.time)} (${reference(run, first)}): ` +
        `${outcome(first)}.`;
  return condense(run, "unavailable", "error", [
    {
      sentence: `${count(missed, "operation")} of ${invoked} did not succeed, though a share of ${demanded} is required.${example}`,
      ...(first === undefined ? {} : { at: first.time, operations: [first.index] }),
    },
  ]);
}
