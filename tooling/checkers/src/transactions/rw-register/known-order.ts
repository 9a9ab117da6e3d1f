/** Version orders that are known from elsewhere, as pairs of versions: see revealed-versions.ts. */
import type { Identity } from "../../datum/identity.ts";
import type { KnownOrders } from "../workload.ts";
import type { RegisterHistory, VersionPair } from "./key-history.ts";

/**
 * The pairs that known orders make of the versions of a history. Neighbours suffice, the rest follows; versions that
 * an incomplete order leaves out come before its first one.
 */
export function knownPairs(
  keys: ReadonlyMap<Identity, RegisterHistory>,
  known: KnownOrders,
): readonly VersionPair[] {
  const pairs: VersionPair[] = [];
  for (const [identity, order] of known.byKey) {
    const key = keys.get(identity);
    if (key === undefined) {
      continue;
    }
    const versions = order.versions.map((value) => key.version(value));
    for (const [i, later] of versions.entries()) {
      const earlier = versions[i - 1];
      if (earlier !== undefined) {
        pairs.push({ key, earlier, later });
      }
    }
    const [first] = versions;
    if (first !== undefined && !order.complete) {
      const listed = new Set(versions);
      for (const earlier of key.versions.values()) {
        if (earlier.value !== null && !listed.has(earlier)) {
          pairs.push({ key, earlier, later: first });
        }
      }
    }
  }
  return pairs;
}
