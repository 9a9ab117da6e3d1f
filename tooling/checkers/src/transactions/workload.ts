/** The two kinds of transactional workloads, as far as the search for cycles must tell them apart. */
import type { Datum } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import type { Anomalies } from "./anomaly-case.ts";
import type { ExplainStep } from "./explain/step.ts";
import type { GraphBuilder } from "./graph/directed-graph.ts";
import type { Precedence } from "./graph/relation.ts";
import type { TransactionHistory } from "./transaction.ts";

/** Version orders that are known from elsewhere than the history, by key. */
export interface KnownOrders {
  readonly byKey: ReadonlyMap<Identity, KnownOrder>;
}

/** The versions of one key, oldest first. */
export interface KnownOrder {
  readonly key: Datum;
  readonly versions: readonly Datum[];
  /** Whether these are all versions there ever were. If not, the others came before them. */
  readonly complete: boolean;
}

export interface TransactionalWorkload {
  /** The name of its write in a transaction. */
  readonly write: "append" | "w";
  /**
   * Finds what needs no cycle and adds the dependencies of data to the graph.
   *
   * @param known version orders to take instead of those that the history alone reveals
   * @throws UncheckableHistory
   */
  readonly analyse: (
    history: TransactionHistory,
    graph: GraphBuilder,
    anomalies: Anomalies,
    known?: KnownOrders,
  ) => ExplainStep;
  /** Which relation explains an edge that is several. */
  readonly precedence: Precedence;
  /** Whether Maelstrom's wrapper judges the result of Elle once more (MAELSTROM.md 15.4). */
  readonly wrapped: boolean;
}
