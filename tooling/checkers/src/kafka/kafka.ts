/**
 * The checker of kafka (MAELSTROM.md 14): logs in which each message has one place, which polls show in order and
 * without gaps, and in which nothing acknowledged is lost.
 *
 * Read messages.ts, then analysis.ts and version-order.ts; each kind of anomaly then stands for itself.
 */
import { type Datum, type DatumRecord, EdnList, keyword } from "@gossip-glomers/history";
import { identityOf } from "../datum/identity.ts";
import { condense } from "../finding/condense.ts";
import { namingIn } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import { findingOf } from "../transactions/anomaly-case.ts";
import type { Finding, Verdict } from "../verdict.ts";
import { analyse, type LogAnalysis } from "./analysis.ts";
import { type LogCase, messageName, shown } from "./cases.ts";
import { cycles } from "./cycles.ts";
import { duplicates, inconsistentOffsets } from "./log-contradictions.ts";
import { isLogFunction, items } from "./messages.ts";
import { pollsWithinOperation, sendsWithinOperation } from "./order-within-operation.ts";
import { pollsOfSessions, sendsOfSessions } from "./order-within-session.ts";
import { lagRecord, worstRealtimeLag } from "./realtime-lag.ts";
import { type Unseen, unseenMessages, unseenRecord } from "./unseen.ts";
import { abortedReads, emptyKeys, lostWrites, phantoms, precommittedReads } from "./visibility.ts";

/** Kinds that do not make a run invalid: Kafka does not isolate writes. */
const ALLOWED: ReadonlySet<string> = new Set([
  "int-send-skip",
  "G0",
  "G0-process",
  "G0-realtime",
  "PL-1-cycle-exists",
  "strong-PL-1-cycle-exists",
]);

/** Which cases of a kind are shown: so many of the smallest, or of the largest. Other kinds are shown whole. */
const CUTS: { readonly [kind: string]: { readonly keep: number; readonly largest?: true } } = {
  duplicate: { keep: 32 },
  "inconsistent-offsets": { keep: 32 },
  G0: { keep: 8 },
  "G0-process": { keep: 8 },
  "G0-realtime": { keep: 8 },
  G1c: { keep: 8 },
  "G1c-process": { keep: 8 },
  "G1c-realtime": { keep: 8 },
  "int-nonmonotonic-poll": { keep: 8 },
  "int-nonmonotonic-send": { keep: 8 },
  "nonmonotonic-poll": { keep: 8 },
  "nonmonotonic-send": { keep: 8 },
  "int-poll-skip": { keep: 8, largest: true },
  "int-send-skip": { keep: 8, largest: true },
  "poll-skip": { keep: 8, largest: true },
};

/**
 * Judges the sends and polls of a history.
 *
 * Where Maelstrom's analysis itself fails, the verdict is unknown as Maelstrom's is, with an `error` beside the
 * fields that it would have given; a message that nobody sent is then told as the finding `phantom`.
 *
 * @returns Maelstrom's fields: `bad-error-types`, `error-types`, `info-txn-causes`, `worst-realtime-lag` in seconds,
 * and for each type that was found `{count, errs}`
 * @throws {MalformedOperationError} if a send or a poll is malformed
 */
export function checkKafka(run: Run): Verdict {
  const analysis = analyse(run);
  const kinds = anomaliesOf(analysis);
  const unseen = unseenMessages(analysis);
  const counted = unseen !== null && !isBeforeUnseenCounted(analysis);
  const types = [...kinds.keys(), ...(counted ? ["unseen"] : [])].sort();
  const bad = types.filter((type) => !ALLOWED.has(type));
  const worstLag = worstRealtimeLag(analysis);
  const failure = failureOfMaelstrom(analysis, worstLag !== null);
  const errors = types.map((type): [string, DatumRecord] => [
    type,
    type === "unseen" && unseen !== null ? unseenRecord(unseen) : condensed(type, kinds.get(type) ?? []),
  ]);
  return {
    valid: failure !== null ? "unknown" : bad.length === 0,
    result: {
      ...(failure === null ? {} : { error: failure.error }),
      "worst-realtime-lag": lagRecord(worstLag),
      "bad-error-types": new EdnList(bad.map(keyword)),
      "error-types": new EdnList(types.map(keyword)),
      "info-txn-causes": new EdnList(causesOfInfo(analysis)),
      ...Object.fromEntries(errors),
    },
    findings: [
      ...(failure?.findings ?? []),
      ...[...kinds].flatMap(([kind, cases]) =>
        findingOf(run, kind, cases, ALLOWED.has(kind) ? "warning" : "error"),
      ),
      ...(unseen === null ? [] : unseenFindings(run, unseen, counted ? "error" : "warning")),
    ],
  };
}

function anomaliesOf(analysis: LogAnalysis): ReadonlyMap<string, readonly LogCase[]> {
  const pollsWithin = pollsWithinOperation(analysis);
  const sendsWithin = sendsWithinOperation(analysis);
  const sessions = pollsOfSessions(analysis);
  const kinds: readonly (readonly [string, readonly LogCase[]])[] = [
    ["duplicate", duplicates(analysis)],
    ["inconsistent-offsets", inconsistentOffsets(analysis)],
    ["int-poll-skip", pollsWithin.skips],
    ["int-nonmonotonic-poll", pollsWithin.nonmonotonic],
    ["int-send-skip", sendsWithin.skips],
    ["int-nonmonotonic-send", sendsWithin.nonmonotonic],
    ["poll-skip", sessions.skips],
    ["nonmonotonic-poll", sessions.nonmonotonic],
    ["nonmonotonic-send", sendsOfSessions(analysis)],
    ["precommitted-read", precommittedReads(analysis)],
    ["G1a", abortedReads(analysis)],
    ["lost-write", lostWrites(analysis)],
    ...cycles(analysis),
  ];
  return new Map(kinds.filter(([, cases]) => cases.length > 0));
}

function condensed(kind: string, cases: readonly LogCase[]): DatumRecord {
  if (kind === "empty-transaction-graph") return { count: 1, errs: true };
  const cut = CUTS[kind];
  if (cut === undefined) return { count: cases.length, errs: new EdnList(cases.map(({ record }) => record)) };
  const sorted = [...cases].sort((a, b) => a.size - b.size);
  const kept = cut.largest === true ? sorted.slice(-cut.keep) : sorted.slice(0, cut.keep);
  return { count: cases.length, errs: new EdnList(kept.map(({ record }) => record)) };
}

/** The distinct errors of sends and polls with an unknown outcome. */
function causesOfInfo({ history }: LogAnalysis): Datum[] {
  const causes = new Map<ReturnType<typeof identityOf>, Datum>();
  for (const { type, f, error = null } of history) {
    if (type === "info" && isLogFunction(f)) causes.set(identityOf(error), error);
  }
  return [...causes.values()];
}

/** What makes Maelstrom's own analysis throw, so that it does not know the answer. */
function failureOfMaelstrom(
  analysis: LogAnalysis,
  polled: boolean,
): { readonly error: string; readonly findings: readonly Finding[] } | null {
  const { run } = analysis;
  const phantom = phantoms(analysis);
  if (phantom.length > 0) {
    return {
      error: "no-writer-of-value",
      findings: findingOf(run, "phantom", phantom, "error").map((finding) => ({
        ...finding,
        summary: `${finding.summary} Maelstrom's analysis fails on it and says unknown.`,
      })),
    };
  }
  const empty = emptyKeys(analysis);
  if (empty.length > 0) {
    const keys = `${empty.slice(0, 8).map(shown).join(", ")}${empty.length > 8 ? ", …" : ""}`;
    const summary =
      `Polls always got an empty list for ${empty.length === 1 ? "key" : "keys"} ${keys}. Maelstrom's analysis fails ` +
      "on that and says unknown. Leave a key without messages out of the reply.";
    return {
      error: "IndexOutOfBoundsException",
      findings: condense(run, "only-empty-polls", "warning", [{ sentence: summary }]),
    };
  }
  if (!polled) {
    const summary =
      "No acknowledged poll had a key assigned, so no lag could be measured. Maelstrom's analysis fails on that " +
      "(jepsen-io/maelstrom#79) and says unknown.";
    return {
      error: "NullPointerException",
      findings: condense(run, "nothing-polled", "warning", [{ sentence: summary }]),
    };
  }
  return null;
}

/**
 * Whether an early Maelstrom made this history (0.2.2 and before, as far as stored runs tell): its last assigns name
 * keys by integers, which are strings everywhere else, so its last polls ask for nothing that there is. Its checker
 * did not look for unseen messages; if it had, no node could have passed.
 */
function isBeforeUnseenCounted({ history, orders }: LogAnalysis): boolean {
  const assign = history.findLast(({ f }) => f === "assign");
  const keys = items(assign?.value ?? null) ?? [];
  return keys.length > 0 && keys.every((key) => typeof key === "number" && !orders.has(key));
}

function unseenFindings(run: Run, { messages }: Unseen, severity: Finding["severity"]): readonly Finding[] {
  const named = namingIn(run);
  const anomalies = [...messages].flatMap(([key, list]) =>
    list.map(({ value, sender }) => ({
      sentence: `unseen: No poll has ${messageName(key, value)}, although ${named(sender)} was acknowledged.`,
      brief: `Nor ${messageName(key, value)}, of ${named(sender)}.`,
      at: sender.time,
      operations: [sender.index],
    })),
  );
  return condense(run, "unseen", severity, anomalies);
}
