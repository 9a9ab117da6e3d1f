/** The orders that do not come from data: what one process did in turn, and what was over before something began. */
import type { Transaction, TransactionHistory } from "../transaction.ts";
import type { GraphBuilder } from "./directed-graph.ts";
import { PROCESS, REALTIME } from "./relation.ts";

/** All that real time needs to know of a history, so that other checkers can ask it too; see `TransactionHistory`. */
export interface Intervals {
  readonly transactions: readonly Pick<Transaction, "id" | "status">[];
  readonly events: readonly number[];
}

/**
 * Links each completed transaction of a process to its next one.
 *
 * @returns how many links there are
 */
export function linkProcesses({ transactions, events }: TransactionHistory, graph: GraphBuilder): number {
  const last = new Map<number, number>();
  let links = 0;
  for (const event of events) {
    const transaction = transactions[~event];
    if (event >= 0 || transaction === undefined || transaction.status !== "ok") {
      continue;
    }
    const before = last.get(transaction.process);
    if (before !== undefined) {
      graph.link(before, transaction.id, PROCESS);
      links += 1;
    }
    last.set(transaction.process, transaction.id);
  }
  return links;
}

/**
 * Links a transaction that completed to those that began afterwards, as the transitive reduction of that order:
 *
 *     ==a==       ==c==  ==e==
 *           ==b==
 *             ===d===
 *
 * a→c is left out, since a→b→c says it; e comes after c and d. All pairs would be quadratic in the history, the
 * reduction is linear in it times the concurrency. It is kept by a frontier of the completed transactions that no
 * completed transaction follows: who begins is linked from the whole frontier, and who completes takes the place of
 * those it was linked from.
 *
 * @returns how many links there are, those to failed transactions (which are in no cycle and not in the graph) included
 */
export function linkRealtime({ transactions, events }: Intervals, graph: GraphBuilder): number {
  let frontier: { readonly id: number; readonly joined: number }[] = [];
  // How many had joined the frontier when each transaction began: it is linked from the earlier ones.
  const joinedBefore = new Int32Array(transactions.length);
  let joined = 0;
  let links = 0;
  for (const event of events) {
    const transaction = transactions[event < 0 ? ~event : event];
    if (transaction === undefined) {
      continue;
    }
    const { id, status } = transaction;
    if (event >= 0) {
      joinedBefore[id] = joined;
      links += frontier.length;
      if (status !== "fail") {
        for (const before of frontier) {
          graph.link(before.id, id, REALTIME);
        }
      }
    } else if (status === "ok") {
      const began = joinedBefore[id] ?? 0;
      frontier = frontier.filter((before) => before.joined >= began);
      frontier.push({ id, joined });
      joined += 1;
    }
  }
  return links;
}
