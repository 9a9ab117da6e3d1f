/**
 * Echo: every answer holds what was sent (MAELSTROM.md section 10.1).
 *
 * An operation that ended in `info` promises nothing. One that ended in `fail` has no echo, so it counts as wrong:
 * a node that refuses with a definite error fails this workload, one that never answers does not.
 */
import { type Datum, EdnList, isRecord, type Operation, printEdn } from "@gossip-glomers/history";
import { isSameDatum } from "../datum/identity.ts";
import { type Anomaly, condenseByNode } from "../finding/condense.ts";
import { actor, outcome, quoted, reference, seconds } from "../finding/phrase.ts";
import { pairCalls } from "../run/calls.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";

/** Checks a run of the workload echo. */
export function checkEcho(run: Run): Verdict {
  const errors: Datum[] = [];
  const mismatches: Anomaly[] = [];
  const refusals: Anomaly[] = [];
  for (const { invocation, completion } of pairCalls(run.history)) {
    if (completion === null || completion.type === "info") continue;
    if (isSameDatum(echoOf(completion.value), invocation.value)) continue;
    // In Maelstrom these come in the order of a hash map's entries, here in the order of the history.
    errors.push(["Expected a message with :echo", invocation.value, "But received", completion.value]);
    if (completion.type === "ok") mismatches.push(mismatch(run, invocation, completion));
    else refusals.push(refusal(run, invocation, completion));
  }
  return {
    valid: errors.length === 0,
    result: { errors: new EdnList(errors) },
    findings: [
      ...condenseByNode(run, "echo-mismatch", "error", mismatches),
      ...condenseByNode(
        run,
        "echo-refused",
        "error",
        refusals,
        "A definite error is no echo, so Maelstrom counts it as a wrong one.",
      ),
    ],
  };
}

/** The echo of a reply's body; nil if the value is none, as that of a failed operation. */
function echoOf(value: Datum): Datum {
  return isRecord(value) ? (value.echo ?? null) : null;
}

function mismatch(run: Run, invocation: Operation, completion: Operation): Anomaly {
  const sent = quoted(printEdn(invocation.value));
  const received = quoted(printEdn(echoOf(completion.value)));
  return anomaly(
    invocation,
    completion,
    `${actor(run, completion)} sent ${sent} at ${seconds(invocation.time)} and received ${received} at ` +
      `${seconds(completion.time)} (${reference(run, completion)}).`,
  );
}

function refusal(run: Run, invocation: Operation, completion: Operation): Anomaly {
  return anomaly(
    invocation,
    completion,
    `${actor(run, completion)} sent ${quoted(printEdn(invocation.value))} at ${seconds(invocation.time)} and was ` +
      `refused at ${seconds(completion.time)}: ${outcome(completion)} (${reference(run, completion)}).`,
  );
}

function anomaly(invocation: Operation, completion: Operation, sentence: string): Anomaly {
  return { sentence, at: completion.time, operations: [invocation.index, completion.index] };
}
