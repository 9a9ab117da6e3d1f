/**
 * Finds every anomaly of a transactional history: what single transactions and reads show, and the cycles of the graph
 * of dependencies (Kingsbury & Alvaro 2020; MAELSTROM.md 15). What is made of them is in result.ts.
 */
import type { Operation } from "@gossip-glomers/history";
import { keyword } from "@gossip-glomers/history";
import { type Anomalies, addCases } from "./anomaly-case.ts";
import { cycleCase, unshownCase } from "./explain/cycle-case.ts";
import { findCycles } from "./graph/cycle-kinds.ts";
import { GraphBuilder } from "./graph/directed-graph.ts";
import type { Precedence } from "./graph/relation.ts";
import { linkProcesses, linkRealtime } from "./graph/session-order.ts";
import { readTransactions } from "./transaction.ts";
import type { KnownOrders, TransactionalWorkload } from "./workload.ts";

/** Anomalies that say only that nothing could be said; they make a verdict unknown, not false. */
export const UNDECIDED_KINDS: ReadonlySet<string> = new Set([
  "empty-transaction-graph",
  "cycle-search-timeout",
]);

export interface AnalysisSettings {
  /** Anomalies that the requested models prohibit: they tell whether sessions and the clock matter. */
  readonly prohibited: ReadonlySet<string>;
  readonly searchBudget: number;
  readonly known?: KnownOrders;
  readonly precedence?: Precedence;
}

/**
 * Finds the anomalies of a history, prohibited or not.
 *
 * @throws {MalformedOperationError} if it is no history of this workload
 * @throws {UncheckableHistory} if it is one that tells no order
 */
export function findAnomalies(
  workload: TransactionalWorkload,
  operations: readonly Operation[],
  settings: AnalysisSettings,
): Anomalies {
  const history = readTransactions(operations, workload.write);
  const { transactions } = history;
  const anomalies: Anomalies = new Map();
  const graph = new GraphBuilder(transactions.length);
  const explain = workload.analyse(history, graph, anomalies, settings.known);
  const orders = [...settings.prohibited];
  // The order of the clock holds that of every process, so one of them suffices.
  const links = orders.some((kind) => kind.endsWith("-realtime"))
    ? linkRealtime(history, graph)
    : orders.some((kind) => kind.endsWith("-process"))
      ? linkProcesses(history, graph)
      : 0;
  if (graph.isEmpty && links === 0) {
    addCases(anomalies, "empty-transaction-graph", [
      {
        record: {},
        operations: [],
        tell: () =>
          "No two transactions of this history depend on each other, so nothing could be checked. Did any transaction succeed? (Maelstrom calls this unknown for list-append, and invalid for rw-register.)",
      },
    ]);
  }
  const found = findCycles(
    graph.build(),
    settings.precedence ?? workload.precedence,
    settings.searchBudget,
    graph.selfReaders,
  );
  for (const cycle of found.cycles) {
    addCases(anomalies, cycle.kind, [cycleCase(cycle, transactions, explain)]);
  }
  for (const unshown of found.unshown) {
    addCases(anomalies, unshown.kind, [unshownCase(unshown, transactions)]);
  }
  for (const { kind, componentSize } of found.undecided) {
    addCases(anomalies, "cycle-search-timeout", [
      {
        record: {
          type: keyword("cycle-search-timeout"),
          "anomaly-spec-type": keyword(kind),
          "scc-size": componentSize,
        },
        operations: [],
        tell: () =>
          `Whether ${componentSize} transactions that all depend on each other contain a ${kind} was not decided: the search budget of ${settings.searchBudget} steps was spent. Raise it to know.`,
      },
    ]);
  }
  return anomalies;
}
