/**
 * The anomalies that a transactional history can show, and which of them imply which.
 *
 * The names are Adya's ("Weak Consistency", 1999) with the additions of Elle (Kingsbury & Alvaro, VLDB 2020): a suffix
 * `-item` where every anti-dependency is on one key and not on a predicate, `-process` and `-realtime` where the cycle
 * needs the order of a session or of the clock. An arrow says that wherever the left one is found, the right one is
 * there too: two transactions that overwrite each other (G0) also form a circle of information flow (G1c), and a
 * circle that breaks without any session order breaks with it as well (`G0-process`).
 *
 * The arrows serve twice. A model that prohibits an anomaly prohibits everything that implies it
 * (consistency-models.ts), and a search that has found an anomaly need not look for what follows from it
 * (cycle-kinds.ts). Read next: consistency-models.ts.
 */

/** Which anomalies follow from one: MAELSTROM.md 15.1 names the ones that can occur in Maelstrom's workloads. */
const implications: Readonly<Record<string, readonly string[]>> = {
  G0: ["G1c", "G0-process"],
  "G0-process": ["G1c-process", "G0-realtime"],
  "G0-realtime": ["G1c-realtime"],

  // Adya defines G1 as the union of the three.
  G1a: ["G1"],
  G1b: ["G1"],
  G1c: ["G1", "G1c-process"],
  "G1c-process": ["G1c-realtime", "G1-process"],
  "G1c-realtime": ["G1-realtime"],
  G1: ["G1-process"],
  "G1-process": ["G1-realtime"],

  "G-single-item": ["G-single", "G-single-item-process", "G-nonadjacent-item"],
  "G-single-item-process": ["G-single-process", "G-single-item-realtime", "G-nonadjacent-item-process"],
  "G-single-item-realtime": ["G-single-realtime", "G-nonadjacent-item-realtime"],
  // A cycle of the dependency graph with one anti-dependency is also one of Adya's start-ordered graph: G-SIb.
  "G-single": ["G-nonadjacent", "G-SIb", "G-single-process"],
  "G-single-process": ["G-nonadjacent-process", "G-single-realtime"],
  "G-single-realtime": ["G-nonadjacent-realtime"],

  "G-nonadjacent-item": ["G-nonadjacent", "G2-item", "G-nonadjacent-item-process"],
  "G-nonadjacent-item-process": ["G-nonadjacent-process", "G2-item-process", "G-nonadjacent-item-realtime"],
  "G-nonadjacent-item-realtime": ["G2-item-realtime", "G-nonadjacent-realtime"],
  "G-nonadjacent": ["G2", "G-nonadjacent-process"],
  "G-nonadjacent-process": ["G2-process", "G-nonadjacent-realtime"],
  "G-nonadjacent-realtime": ["G2-realtime"],

  "G2-item": ["G2", "G2-item-process"],
  "G2-item-process": ["G2-process", "G2-item-realtime"],
  "G2-item-realtime": ["G2-realtime"],
  G2: ["G2-process"],
  "G2-process": ["G2-realtime"],

  // Two reads that cannot come from one order of appends: one of them saw something that never was committed.
  "incompatible-order": ["G1a"],
  // A transaction that reads what it writes later is a circle of information flow of length one.
  "future-read": ["G1c"],
  // To build on an aborted write is to have read it, as it were.
  "dirty-update": ["G1a"],
  // Bailis: two read-modify-writes of one version are write skew on a single item.
  "lost-update": ["write-skew", "G2-item"],
  "write-skew": ["G2"],
};

const consequences: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(implications));
const causes: ReadonlyMap<string, readonly string[]> = reversed(consequences);

/** The given anomalies and all that follow from them. */
export function impliedAnomalies(anomalies: Iterable<string>): ReadonlySet<string> {
  return reachable(consequences, anomalies);
}

/** The given anomalies and all from which one of them follows. */
export function anomaliesImplying(anomalies: Iterable<string>): ReadonlySet<string> {
  return reachable(causes, anomalies);
}

/** Every name that can be reached from `starts` along `arrows`, the starts included. */
export function reachable(
  arrows: ReadonlyMap<string, readonly string[]>,
  starts: Iterable<string>,
): ReadonlySet<string> {
  const seen = new Set(starts);
  // A Set yields what is added while it is iterated, so this visits each name once.
  for (const name of seen) {
    for (const next of arrows.get(name) ?? []) {
      seen.add(next);
    }
  }
  return seen;
}

/** The same arrows, walked against their direction. */
export function reversed(
  arrows: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const back = new Map<string, string[]>();
  for (const [from, targets] of arrows) {
    for (const to of targets) {
      const sources = back.get(to);
      if (sources === undefined) {
        back.set(to, [from]);
      } else {
        sources.push(from);
      }
    }
  }
  return back;
}
