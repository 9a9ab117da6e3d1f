/**
 * The results of a run as one map, as Maelstrom writes it to results.edn (MAELSTROM.md section 17.1).
 *
 * What we find beyond Maelstrom stands apart under `:findings`, after Maelstrom's own parts, and is absent when there
 * is nothing to say: then the file is Maelstrom's to the letter.
 */
import { type Datum, type DatumRecord, keyword } from "@gossip-glomers/history";
import { validityDatum } from "../datum/validity.ts";
import type { Finding, Validity, Verdict } from "../verdict.ts";
import { mergeValidity } from "./merge.ts";

/** A checker's verdict under the name that Maelstrom gives it. */
export interface Part {
  readonly name: string;
  readonly verdict: Verdict;
}

/** The parts that have `:valid?` behind their own fields; the others have it in front. */
const VALID_LAST: ReadonlySet<string> = new Set(["perf", "net"]);

export interface Results {
  readonly valid: Validity;
  readonly findings: readonly Finding[];
  /** The content of results.edn. */
  readonly datum: DatumRecord;
}

/**
 * Puts the parts together in the order given.
 *
 * @param beyond verdicts that Maelstrom knows nothing of: they count, and their findings are told, but they have no part
 */
export function assembleResults(parts: readonly Part[], beyond: readonly Verdict[]): Results {
  const verdicts = [...beyond, ...parts.map(({ verdict }) => verdict)];
  const valid = mergeValidity(verdicts.map((verdict) => verdict.valid));
  const findings = verdicts.flatMap((verdict) => verdict.findings).toSorted(byWeight);
  const entries = parts.map(({ name, verdict }): [string, Datum] => [name, partDatum(name, verdict)]);
  return {
    valid,
    findings,
    datum: {
      ...Object.fromEntries(entries),
      findings: findings.length === 0 ? undefined : findings.map(findingDatum),
      "valid?": validityDatum(valid),
    },
  };
}

function partDatum(name: string, { valid, result }: Verdict): DatumRecord {
  const validity = validityDatum(valid);
  return VALID_LAST.has(name) ? { ...result, "valid?": validity } : { "valid?": validity, ...result };
}

/** Errors first; among equals the sort is stable, so each checker's own order stays. */
function byWeight(left: Finding, right: Finding): number {
  return Number(left.severity === "warning") - Number(right.severity === "warning");
}

function findingDatum(finding: Finding): DatumRecord {
  const { kind, severity, summary, at, node, operations, messages, details } = finding;
  return {
    kind: keyword(kind),
    severity: keyword(severity),
    summary,
    at,
    node,
    operations: present(operations),
    messages: present(messages),
    details: present(details),
  };
}

function present(items: readonly Datum[]): Datum | undefined {
  return items.length === 0 ? undefined : items;
}
