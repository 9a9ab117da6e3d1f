/**
 * The part of a `:workload` result that follows from the history alone, for each workload; only that can be compared
 * with what another machine made of it. Kinds of transactional anomalies are compared in `transactional.ts`.
 */
import { definedByLogs, definedByRegisters } from "@gossip-glomers/checkers";
import {
  type Datum,
  type DatumRecord,
  EdnList,
  isRecord,
  isVector,
  printEdn,
  recordOf,
  Tagged,
} from "@gossip-glomers/history";
import type { WorkloadName } from "@gossip-glomers/protocol";

/** Durations, and what depends on them; of no use where the history tells no times. */
const TIMES: ReadonlySet<string> = new Set([
  "worst-stale",
  "stale",
  "stale-count",
  "stable-latencies",
  "lost-latencies",
  "worst-realtime-lag",
  "time",
]);

/** @param timed whether the history tells times */
export function definedByHistory(workload: WorkloadName, result: DatumRecord, timed: boolean): DatumRecord {
  const defined = definedIn(workload, result);
  return timed ? defined : timeless(defined);
}

/** Results without the figures of `:workload` that are durations; a wrong one would be worse than none. */
export function withoutDurations(results: DatumRecord): DatumRecord {
  if (!isRecord(results.workload)) return results;
  const fields = Object.entries(results.workload).filter(([name]) => !TIMES.has(name));
  return { ...results, workload: Object.fromEntries(fields) };
}

function definedIn(workload: WorkloadName, result: DatumRecord): DatumRecord {
  switch (workload) {
    case "echo":
      // Jepsen lists them in the order of a hash map.
      return { ...result, errors: sorted(result.errors ?? null) };
    case "lin-kv":
      return definedByRegisters(result);
    case "kafka":
      return definedByLogs(result);
    default:
      return result;
  }
}

function sorted(list: Datum): Datum {
  const items = list instanceof EdnList ? list.items : isVector(list) ? list : [];
  return items.map(printEdn).sort();
}

/** The same without times; an operation is its index. */
function timeless(record: DatumRecord): DatumRecord {
  const entries = Object.entries(record).filter(([name]) => !TIMES.has(name));
  return recordOf(entries.map(([name, value]) => [name, withoutTimes(value ?? null)]));
}

function withoutTimes(datum: Datum): Datum {
  if (datum instanceof Tagged) return withoutTimes(datum.value);
  if (datum instanceof EdnList) return datum.items.map(withoutTimes);
  if (isVector(datum)) return datum.map(withoutTimes);
  if (datum instanceof Map) return new Map([...datum].map(([key, value]) => [key, withoutTimes(value)]));
  if (!isRecord(datum)) return datum;
  return datum.index !== undefined && datum.process !== undefined ? datum.index : timeless(datum);
}
