/**
 * Beyond Maelstrom: what a node reveals of its versions, and what that proves.
 *
 * A history of registers shows hardly any order of versions (MAELSTROM.md 15.4), and where reads are wrong the little
 * that it shows is dropped. So a check for read-uncommitted passes interleaved writes, replicas that never agree and
 * acknowledged writes that are gone. A node that stamps its versions knows their order, and at the end of a run knows
 * its state. Given these, the same search finds G0 as G0, and three things that no cycle shows:
 *
 * - `non-convergence`: two nodes reveal different versions of one key;
 * - `lost-write`: an acknowledged write is not among all versions that a node reveals;
 * - `phantom-version`, `aborted-version`: a node reveals what nobody wrote, or what failed.
 */
import type { Datum } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../../datum/identity.ts";
import type { Run } from "../../run/run.ts";
import type { Finding } from "../../verdict.ts";
import { type AnalysisSettings, findAnomalies, UNDECIDED_KINDS } from "../analysis.ts";
import { type Anomalies, findingOf } from "../anomaly-case.ts";
import { PROCESS, REALTIME, RW, WR, WW } from "../graph/relation.ts";
import { readTransactions } from "../transaction.ts";
import type { KnownOrder, TransactionalWorkload } from "../workload.ts";
import { divergence } from "./divergence.ts";
import { lostAndFoundWrites } from "./lost-and-found.ts";

/** What one node reveals. */
export interface RevealedVersions {
  /** Who reveals it, for instance `n0`; findings name it. */
  readonly source: string;
  /**
   * By key, the values of a register (or the elements of a list) in the order in which they took effect, oldest first.
   * A final state is a list of one.
   */
  readonly versions: ReadonlyMap<Datum, readonly Datum[]>;
  /** Whether these are all versions that ever took effect. If not, versions left out came before the first. */
  readonly complete: boolean;
}

/** With a total order of versions known, an overwrite is told as what it is: G0 shows as G0. */
const OVERWRITES_FIRST = [WW, WR, RW, PROCESS, REALTIME];

/**
 * What the revealed versions prove that the history alone does not, as errors.
 *
 * @param alone the anomalies that the history shows by itself; they are not told again
 */
export function revealedFindings(
  workload: TransactionalWorkload,
  run: Run,
  revealed: readonly RevealedVersions[],
  settings: AnalysisSettings,
  alone: Anomalies,
): readonly Finding[] {
  const orders = mergedOrders(revealed);
  const { transactions } = readTransactions(run.history, workload.write);
  const anomalies = findAnomalies(workload, run.history, {
    ...settings,
    known: { byKey: orders },
    precedence: OVERWRITES_FIRST,
  });
  const sources = [...new Set(revealed.map(({ source }) => source))].join(" and ");
  const proven = [...anomalies]
    .filter(
      ([kind]) =>
        settings.prohibited.has(kind) &&
        !alone.has(kind) &&
        !UNDECIDED_KINDS.has(kind) &&
        !kind.endsWith("-cycle-exists"),
    )
    .flatMap(([kind, cases]) => findingOf(run, kind, cases, "error"))
    .map((finding) => ({
      ...finding,
      summary: `By the versions that ${sources} reveals: ${finding.summary}`,
    }));
  return [...divergence(run, revealed), ...lostAndFoundWrites(run, transactions, revealed), ...proven];
}

/** One order per key. Of sources that disagree the one that tells most is taken; divergence() tells the rest. */
function mergedOrders(revealed: readonly RevealedVersions[]): ReadonlyMap<Identity, KnownOrder> {
  const orders = new Map<Identity, KnownOrder>();
  for (const { versions, complete } of revealed) {
    for (const [key, values] of versions) {
      const identity = identityOf(key);
      const known = orders.get(identity);
      if (known === undefined || values.length > known.versions.length) {
        orders.set(identity, { key, versions: values, complete });
      }
    }
  }
  return orders;
}
