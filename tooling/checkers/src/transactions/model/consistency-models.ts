/**
 * The consistency models that `--consistency-models` knows, which of them are stronger than which, and what each
 * prohibits. All of it is data; boundary.ts draws the conclusions.
 *
 * A model has one canonical name, Adya's where there is one ("PL-2"), and perhaps friendlier ones ("read-committed").
 * Results are written with the friendly name. Sources: Adya 1999; Bailis et al., "Highly Available Transactions";
 * Cerone, Bernardi & Gotsman 2015; Daudjee & Salem 2004 and 2006; Zuikeviciute & Pedone 2005; Liu et al. ("ROLA", whose
 * model Elle calls update-atomic); the strong and session variants below serializability are Elle's. Which anomalies
 * break which model in Maelstrom: MAELSTROM.md 15.1.
 */

/** Friendly names and what they stand for. */
const aliases: Readonly<Record<string, string>> = {
  "consistent-view": "PL-2+",
  "conflict-serializable": "PL-3",
  "cursor-stability": "PL-CS",
  "forward-consistent-view": "PL-FCV",
  "monotonic-snapshot-read": "PL-MSR",
  "monotonic-view": "PL-2L",
  "read-committed": "PL-2",
  "read-uncommitted": "PL-1",
  "repeatable-read": "PL-2.99",
  serializable: "PL-3",
  "snapshot-isolation": "PL-SI",
  "strict-serializable": "PL-SS",
  "strong-serializable": "PL-SS",
  "update-serializable": "PL-3U",
  "strong-session-read-uncommitted": "strong-session-PL-1",
  "strong-session-read-committed": "strong-session-PL-2",
  "strong-read-uncommitted": "strong-PL-1",
  "strong-read-committed": "strong-PL-2",
};

/** Where a model has several friendly names, the one that results are written with. */
const preferredNames: Readonly<Record<string, string>> = {
  "PL-3": "serializable",
  "PL-SS": "strong-serializable",
};

/** From a model to those it is stronger than: a history that satisfies the left one satisfies the right ones. */
const weakerModels: Readonly<Record<string, readonly string[]>> = {
  "PL-SS": [
    "PL-3",
    "PL-SI",
    "linearizable",
    "session-serializable",
    "strong-snapshot-isolation",
    "strong-session-serializable",
  ],
  "strong-session-serializable": ["PL-3", "strong-session-snapshot-isolation"],
  "strong-snapshot-isolation": ["strong-session-snapshot-isolation", "strong-PL-2"],
  "strong-session-snapshot-isolation": ["PL-SI", "strong-session-PL-2"],
  "strong-PL-2": ["strong-session-PL-2", "strong-PL-1"],
  "strong-PL-1": ["strong-session-PL-1"],
  "strong-session-PL-2": ["PL-2", "strong-session-PL-1"],
  "strong-session-PL-1": ["PL-1"],

  "PL-3": ["PL-2.99", "PL-3U", "PL-SI", "view-serializable"],
  "PL-3U": ["PL-FCV"],
  "PL-SI": ["PL-FCV", "PL-MSR", "monotonic-atomic-view", "parallel-snapshot-isolation", "prefix"],
  "PL-FCV": ["PL-2+"],
  "PL-2+": ["PL-CS", "PL-2L"],
  "PL-2.99": ["PL-CS", "monotonic-atomic-view"],
  "parallel-snapshot-isolation": ["causal-cerone", "update-atomic"],
  prefix: ["causal-cerone"],
  "causal-cerone": ["read-atomic"],
  "update-atomic": ["read-atomic"],
  "read-atomic": ["monotonic-atomic-view"],
  "monotonic-atomic-view": ["PL-2"],
  "PL-CS": ["PL-2"],
  "PL-2L": ["PL-2"],
  "PL-MSR": ["PL-2"],
  "PL-2": ["PL-1"],

  "session-serializable": ["1SR"],
  linearizable: ["sequential"],
  sequential: ["causal"],
  causal: ["writes-follow-reads", "PRAM"],
  PRAM: ["monotonic-reads", "monotonic-writes", "read-your-writes"],
};

/** What a model prohibits beyond what weaker ones prohibit already. */
const prohibitedAnomalies: Readonly<Record<string, readonly string[]>> = {
  // The last two cannot happen in Adya's histories at all, where every key has one total order of versions.
  "PL-1": ["G0", "PL-1-cycle-exists", "duplicate-elements", "cyclic-versions"],
  "PL-2": ["G1", "PL-2-cycle-exists"],
  "PL-CS": ["G1", "G-cursor", "lost-update"],
  "PL-2L": ["G1", "G-monotonic"],
  "PL-MSR": ["G1", "G-MSR"],
  "PL-2+": ["G1", "G-single"],
  "PL-FCV": ["G1", "G-SIb"],
  "PL-3U": ["G1", "G-update"],
  "PL-2.99": ["G1", "G2-item", "lost-update", "PL-2.99-cycle-exists"],
  "PL-3": ["G1", "G2", "internal", "predicate-read-miss", "PL-3-cycle-exists"],
  // Cerone & Gotsman 2016: snapshot isolation prohibits every cycle in which no two anti-dependencies are adjacent.
  "PL-SI": ["G1", "G-SI", "G-nonadjacent", "internal", "PL-SI-cycle-exists"],
  "PL-SS": ["G1", "G1c-realtime", "G2-realtime", "PL-SS-cycle-exists"],
  "read-atomic": ["internal", "G1a", "future-read"],
  "causal-cerone": ["internal", "G1a"],
  "parallel-snapshot-isolation": ["internal", "G1a"],
  prefix: ["internal", "G1a"],
  "update-atomic": ["lost-update"],
  "strong-session-PL-1": ["G0-process", "strong-session-PL-1-cycle-exists"],
  "strong-session-PL-2": ["G1c-process", "strong-session-PL-2-cycle-exists"],
  "strong-PL-1": ["G0-realtime", "strong-PL-1-cycle-exists"],
  "strong-PL-2": ["G1c-realtime", "strong-PL-2-cycle-exists"],
  "strong-session-snapshot-isolation": [
    "internal",
    "G1-process",
    "G-nonadjacent-process",
    "strong-session-snapshot-isolation-cycle-exists",
  ],
  "strong-snapshot-isolation": [
    "internal",
    "G1-realtime",
    "G-nonadjacent-realtime",
    "strong-snapshot-isolation-cycle-exists",
  ],
  "strong-session-serializable": ["G1-process", "G2-process", "strong-session-serializable-cycle-exists"],
};

/** From a canonical model to those it is directly stronger than. */
export const strongerThan: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(weakerModels));

/** From a canonical model to the anomalies that it prohibits of itself. */
export const prohibits: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(prohibitedAnomalies));

const canonicalNames: ReadonlyMap<string, string> = new Map(Object.entries(aliases));
const friendlyNames: ReadonlyMap<string, string> = new Map([
  ...Object.entries(aliases).map(([friendly, canonical]): [string, string] => [canonical, friendly]),
  ...Object.entries(preferredNames),
]);

/** Every name of a model, friendly and canonical, sorted: what `--consistency-models` accepts. */
export const consistencyModelNames: readonly string[] = [
  ...new Set([
    ...Object.entries(aliases).flat(),
    ...Object.entries(weakerModels).flatMap(([model, weaker]) => [model, ...weaker]),
  ]),
].sort();

/** The canonical name of a model: `PL-2` for `read-committed`, and the name itself where it has no other. */
export function canonicalModelName(name: string): string {
  return canonicalNames.get(name) ?? name;
}

/** The name that results are written with: `read-committed` for `PL-2`. */
export function friendlyModelName(canonical: string): string {
  return friendlyNames.get(canonical) ?? canonical;
}
