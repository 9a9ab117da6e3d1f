/** From anomalies to a verdict: Elle's result map, as Maelstrom prints it (MAELSTROM.md 15.2, 15.4), and findings. */
import { type Datum, type DatumRecord, EdnList, keyword } from "@gossip-glomers/history";
import type { Run } from "../run/run.ts";
import type { Finding, Validity, Verdict } from "../verdict.ts";
import { UNDECIDED_KINDS } from "./analysis.ts";
import { type Anomalies, type AnomalyCase, findingOf } from "./anomaly-case.ts";
import { boundaryOf, impossibleModels } from "./model/boundary.ts";

/** What Elle makes of the anomalies, before Maelstrom's wrapper. */
interface ElleResult {
  readonly valid: Validity;
  /** The anomalies worth reporting: those prohibited, and those that say that something is not known. */
  readonly reported: Anomalies;
  readonly not: readonly string[];
  readonly alsoNot: readonly string[];
}

/**
 * Judges a history by its anomalies.
 *
 * @param anomalies everything that was found
 * @param prohibited what the requested models prohibit
 * @param wrapped whether Maelstrom's wrapper of rw-register has the last word
 */
export function verdictOf(
  run: Run,
  anomalies: Anomalies,
  prohibited: ReadonlySet<string>,
  wrapped: boolean,
): Verdict {
  const elle = elleResult(anomalies, prohibited);
  const findings = [...elle.reported].flatMap(([kind, cases]) =>
    findingOf(run, kind, cases, severityOf(elle.valid)),
  );
  return wrapped ? wrappedVerdict(elle, findings) : elleVerdict(elle, findings);
}

function elleResult(anomalies: Anomalies, prohibited: ReadonlySet<string>): ElleResult {
  const worthReporting = new Map(
    [...anomalies].filter(([kind]) => prohibited.has(kind) || UNDECIDED_KINDS.has(kind)),
  );
  const reported = withoutRedundant(worthReporting);
  const valid = [...worthReporting.keys()].some((kind) => prohibited.has(kind))
    ? false
    : reported.size > 0
      ? "unknown"
      : true;
  return { valid, reported, ...boundaryOf(anomalies.keys()) };
}

/** Drops `…-cycle-exists` where something else that is reported proves the same. */
function withoutRedundant(anomalies: Anomalies): Anomalies {
  const shown = [...anomalies.keys()].filter((kind) => !isProofOnly(kind));
  const impossible = impossibleModels(shown);
  return new Map(
    [...anomalies].filter(
      ([kind]) => !isProofOnly(kind) || !impossible.has(kind.slice(0, -PROOF_SUFFIX.length)),
    ),
  );
}

const PROOF_SUFFIX = "-cycle-exists";

function isProofOnly(kind: string): boolean {
  return kind.endsWith(PROOF_SUFFIX);
}

function elleVerdict(elle: ElleResult, findings: readonly Finding[]): Verdict {
  return {
    valid: elle.valid,
    result: elle.reported.size === 0 ? {} : resultMap(elle),
    findings,
  };
}

/**
 * Maelstrom's wrapper of rw-register: a search that ran out of time is forgotten, and anything left is invalid, even
 * where Elle only said that it does not know (MAELSTROM.md 16, #18).
 */
function wrappedVerdict(elle: ElleResult, findings: readonly Finding[]): Verdict {
  const reported = new Map([...elle.reported].filter(([kind]) => kind !== "cycle-search-timeout"));
  const valid = reported.size === 0;
  return {
    valid,
    result:
      elle.reported.size === 0
        ? { "anomaly-types": new EdnList([]), anomalies: null }
        : resultMap({ ...elle, reported }),
    findings: findings.map((finding) => ({
      ...finding,
      severity: reported.has(finding.kind) ? "error" : "warning",
    })),
  };
}

function resultMap({ reported, not, alsoNot }: ElleResult): DatumRecord {
  const kinds = [...reported.keys()].sort();
  return {
    "anomaly-types": new EdnList(kinds.map(keyword)),
    anomalies: Object.fromEntries(kinds.map((kind) => [kind, recordsOf(kind, reported.get(kind) ?? [])])),
    not: new Set(not.map(keyword)),
    "also-not": new Set(alsoNot.map(keyword)),
  };
}

function recordsOf(kind: string, cases: readonly AnomalyCase[]): Datum {
  return kind === "empty-transaction-graph" ? true : cases.map(({ record }) => record);
}

function severityOf(valid: Validity): Finding["severity"] {
  return valid === false ? "error" : "warning";
}
