/**
 * Comparing results of transactions with Elle's: kind by kind, because which cycle of a kind is shown, and how many,
 * depends on where a search happened to begin.
 */
import { compareKinds } from "@gossip-glomers/checkers";
import { type Datum, type DatumRecord, EdnList, isRecord, isVector, Keyword } from "@gossip-glomers/history";
import type { Comparison } from "./agreement.ts";
import type { Difference } from "./differences.ts";
import { KNOWN_EXCEPTIONS } from "./exceptions.ts";

/** Kinds that are found by searching for cycles. */
const SEARCHED = /^(G0|G1c|G-|G2|PL-|strong-|cycle-search)/;

/** @param plainJepsen whether the stored results are those of a Jepsen test that is not Maelstrom's */
export function compareTransactional(
  ours: DatumRecord,
  stored: DatumRecord,
  plainJepsen: boolean,
): Comparison {
  const kinds = compareKinds(kindsOf(ours), kindsOf(stored));
  const excused = kinds.excused.map(({ kind, namedBy, reason }) => ({ ...namedOnce(kind, namedBy), reason }));
  const differences: Difference[] = [];
  for (const { kind, namedBy } of kinds.differences) {
    if (plainJepsen && namedBy === "us") {
      excused.push({ ...namedOnce(kind, namedBy), reason: KNOWN_EXCEPTIONS.plainJepsen });
    } else {
      differences.push(namedOnce(kind, namedBy));
    }
  }
  if (differences.length + excused.length > 0) return { differences, excused };
  for (const kind of kindsOf(ours)) {
    const [mine, theirs] = [casesOf(ours, kind), casesOf(stored, kind)];
    if (SEARCHED.test(kind) || mine === theirs) continue;
    differences.push({ field: `workload.anomalies.${kind}`, ours: mine, stored: theirs });
  }
  for (const field of ["not", "also-not"]) {
    const [mine, theirs] = [namesIn(ours[field]), namesIn(stored[field])];
    if (mine.join() === theirs.join()) continue;
    const difference = { field: `workload.${field}`, ours: mine, stored: theirs };
    const forgotten = kindsOf(stored).length === 0 && theirs.length > 0;
    if (forgotten) excused.push({ ...difference, reason: KNOWN_EXCEPTIONS.forgottenTimeout });
    else differences.push(difference);
  }
  return { differences, excused };
}

function namedOnce(kind: string, by: "us" | "stored"): Difference {
  const [ours, stored] = by === "us" ? [kind, null] : [null, kind];
  return { field: "workload.anomaly-types", ours, stored };
}

function kindsOf(result: DatumRecord): readonly string[] {
  return namesIn(result["anomaly-types"]);
}

function namesIn(datum: Datum | undefined): readonly string[] {
  const items =
    datum instanceof EdnList ? datum.items : datum instanceof Set ? [...datum] : isVector(datum) ? datum : [];
  return items.map((item) => (item instanceof Keyword ? item.name : String(item))).sort();
}

/** How many cases of a kind there are; what is no list of cases is compared as it is. */
function casesOf(result: DatumRecord, kind: string): Datum {
  const cases = (isRecord(result.anomalies) ? result.anomalies[kind] : undefined) ?? null;
  if (cases instanceof EdnList) return cases.items.length;
  return isVector(cases) ? cases.length : cases;
}
