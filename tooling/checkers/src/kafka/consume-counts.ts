/**
 * How often a process consumed each message: what Maelstrom writes to `consume-counts.edn`.
 *
 * Only processes that subscribed are counted, since one that assigns keys to itself may read them as often as it
 * likes. Maelstrom's client always assigns, so in its runs both maps are empty.
 */
import type { Datum, DatumRecord, Process } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import type { Run } from "../run/run.ts";
import { analyse } from "./analysis.ts";
import { datumOf } from "./cases.ts";
import { ascending } from "./log-contradictions.ts";
import { getOrAdd } from "./version-order.ts";

/**
 * Counts what subscribers consumed.
 *
 * @returns `distribution`, from a count to how many messages a process consumed so often, and `dup-counts`, from a key
 * to its messages that a process consumed more than once
 * @throws {MalformedOperationError} if a send or a poll is malformed
 */
export function consumeCounts(run: Run): DatumRecord {
  const { history: ofClients, logOperationAt } = analyse(run);
  const subscribed = new Set<Process>();
  const counts = new Map<Process, Map<Identity, Map<Identity, number>>>();
  for (const { type, f, process, index } of ofClients) {
    if (type !== "ok") continue;
    if (f === "subscribe") subscribed.add(process);
    if (!subscribed.has(process)) continue;
    const ofProcess = getOrAdd(counts, process, () => new Map<Identity, Map<Identity, number>>());
    for (const { key, messages } of logOperationAt.get(index)?.polls ?? []) {
      const ofKey = getOrAdd(ofProcess, key, () => new Map<Identity, number>());
      for (const { value } of messages) ofKey.set(value, (ofKey.get(value) ?? 0) + 1);
    }
  }
  const distribution = new Map<number, number>();
  const repeated = new Map<Identity, Map<Identity, number>>();
  for (const ofProcess of counts.values()) {
    for (const [key, ofKey] of ofProcess) {
      for (const [value, count] of ofKey) {
        distribution.set(count, (distribution.get(count) ?? 0) + 1);
        if (count > 1) getOrAdd(repeated, key, () => new Map<Identity, number>()).set(value, count);
      }
    }
  }
  return {
    distribution: new Map([...distribution].sort(([a], [b]) => a - b)),
    "dup-counts": sortedMap(repeated, (ofKey) => sortedMap(ofKey, (count) => count)),
  };
}

function sortedMap<Value>(
  map: ReadonlyMap<Identity, Value>,
  convert: (value: Value) => Datum,
): Map<Datum, Datum> {
  const entries = [...map].sort(([a], [b]) => ascending(a, b));
  return new Map(entries.map(([key, value]) => [datumOf(key), convert(value)]));
}
