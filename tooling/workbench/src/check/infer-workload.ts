/** Telling a workload by what its clients did, for histories that come without a word about it. */
import {
  type Datum,
  type DatumRecord,
  isRecord,
  isVector,
  Keyword,
  type Operation,
} from "@gossip-glomers/history";
import type { WorkloadName } from "@gossip-glomers/protocol";

/** Functions that only one workload has (MAELSTROM.md section 10). */
const OWN_FUNCTIONS: readonly (readonly [f: string, workload: WorkloadName])[] = [
  ["echo", "echo"],
  ["generate", "unique-ids"],
  ["broadcast", "broadcast"],
  ["send", "kafka"],
  ["poll", "kafka"],
  ["assign", "kafka"],
  ["write", "lin-kv"],
  ["cas", "lin-kv"],
];

/**
 * The workload that a history can only be of; null if it could be of several, as one that consists of reads.
 *
 * @param results what is stored of the verdict, whose fields tell what the history does not
 */
export function inferWorkload(
  history: readonly Operation[],
  results: DatumRecord | null,
): WorkloadName | null {
  const operations = history.filter(({ process }) => process !== "nemesis");
  const functions = new Set(operations.map(({ f }) => f));
  const own = OWN_FUNCTIONS.find(([f]) => functions.has(f));
  if (own !== undefined) return own[1];
  if (functions.has("txn")) return transactional(operations);
  if (functions.has("add")) return setOrCounter(operations, results);
  return null;
}

function transactional(operations: readonly Operation[]): WorkloadName | null {
  for (const { value } of operations) {
    for (const step of isVector(value) ? value : []) {
      const f = isVector(step) ? nameOf(step[0]) : null;
      if (f === "append") return "txn-list-append";
      if (f === "w") return "txn-rw-register";
    }
  }
  return null;
}

/** Both add and read. A set is read as a list; of the two counters, which are judged alike, one has negative adds. */
function setOrCounter(operations: readonly Operation[], results: DatumRecord | null): WorkloadName | null {
  const counter = operations.some(({ f, value }) => f === "add" && typeof value === "number" && value < 0)
    ? "pn-counter"
    : "g-counter";
  const read = operations.find(({ type, f }) => type === "ok" && f === "read");
  if (read !== undefined) return isVector(read.value) ? "g-set" : counter;
  const stored = isRecord(results?.workload) ? results.workload : {};
  if (stored["attempt-count"] !== undefined) return "g-set";
  return stored.acceptable === undefined ? null : counter;
}

function nameOf(datum: Datum | undefined): string | null {
  return datum instanceof Keyword ? datum.name : typeof datum === "string" ? datum : null;
}
