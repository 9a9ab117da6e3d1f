/**
 * The checker of lin-kv (MAELSTROM.md 10.6): many registers, each judged by itself.
 *
 * That is allowed because linearizability is local (Herlihy and Wing 1990): a history is linearizable exactly if that
 * of each object is. It also is what makes long histories possible at all (P-compositionality; Horn and Kroening,
 * "Faster linearizability checking via P-compositionality", 2015).
 */
import { type Datum, type DatumRecord, isVector, type Operation } from "@gossip-glomers/history";
import { compareData } from "../datum/compare.ts";
import { type Identity, identityOf } from "../datum/identity.ts";
import { validityDatum } from "../datum/validity.ts";
import { condense } from "../finding/condense.ts";
import { count, inBrief, namingIn, sentence } from "../finding/phrase.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";
import type { Run } from "../run/run.ts";
import type { Finding, Validity, Verdict } from "../verdict.ts";
import { casRegister } from "./cas-register.ts";
import { checkLinearizable, DEFAULT_BUDGET } from "./linearizability.ts";
import type { SearchBudget } from "./search.ts";

/**
 * Judges a history whose values are `[key value]`, key by key, as compare-and-set registers.
 *
 * @param budget of each key
 * @returns `results {key {linearizable {…} timeline {…} valid?}}` and `failures [key …]`. Keys that are not decided
 * make it unknown, unless another one is broken.
 * @throws {MalformedOperationError} if a value is no pair
 */
export function checkLinearizableByKey(run: Run, budget: SearchBudget = DEFAULT_BUDGET): Verdict {
  const results = new Map<Datum, Datum>();
  const failures: Datum[] = [];
  const findings: Finding[] = [];
  let valid: Validity = true;
  for (const { key, operations } of partition(run.history)) {
    const verdict = checkLinearizable({ ...run, history: operations }, casRegister, budget);
    const word = validityDatum(verdict.valid);
    results.set(key, {
      linearizable: { "valid?": word, ...verdict.result },
      timeline: { "valid?": true },
      "valid?": word,
    });
    if (verdict.valid === false) failures.push(key);
    if (verdict.valid === false || (verdict.valid === "unknown" && valid)) valid = verdict.valid;
    findings.push(
      ...verdict.findings.map((finding) => ({
        ...finding,
        summary: `Key ${inBrief(key)}: ${finding.summary}`,
      })),
    );
  }
  const result: DatumRecord = { results, failures };
  return { valid, result, findings: [...findings, ...readsOfNil(run)] };
}

interface KeyHistory {
  readonly key: Datum;
  /** With the value of the key alone. */
  readonly operations: readonly Operation[];
}

/** The histories of the keys, by key. */
function partition(history: readonly Operation[]): readonly KeyHistory[] {
  const keys = new Map<Identity, { key: Datum; operations: Operation[] }>();
  for (const operation of history) {
    if (operation.process === "nemesis") continue;
    const { value } = operation;
    const [key, ofKey] = isVector(value) ? value : [];
    if (!isVector(value) || value.length !== 2 || key === undefined || ofKey === undefined) {
      throw new MalformedOperationError(operation, "[key value]");
    }
    const identity = identityOf(key);
    const known = keys.get(identity);
    if (known === undefined) keys.set(identity, { key, operations: [{ ...operation, value: ofKey }] });
    else known.operations.push({ ...operation, value: ofKey });
  }
  return [...keys.values()].sort((a, b) => compareData(a.key, b.key) ?? 0);
}

/** A read that got null says nothing to Knossos, so a node that answers null to every read passes. */
function readsOfNil(run: Run): readonly Finding[] {
  const reads = run.history.filter(
    ({ type, f, value }) => type === "ok" && f === "read" && isVector(value) && value[1] === null,
  );
  const [first] = reads;
  if (first === undefined) return [];
  const text =
    `${sentence(namingIn(run)(first))} got null. Maelstrom takes that for a read that saw nothing and believes it always; ` +
    `${count(reads.length, "read")} in all got null. Answer a missing key with error 20.`;
  return condense(run, "read-of-null", "warning", [
    { sentence: text, at: first.time, operations: [first.index] },
  ]);
}
