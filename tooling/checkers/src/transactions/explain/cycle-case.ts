/** A cycle of transactions as a case: Elle's record of it, and Elle's sentences. */
import { EdnList, keyword, type Operation, printEdn } from "@gossip-glomers/history";
import { operationRecord } from "../../datum/operation-record.ts";
import type { AnomalyCase } from "../anomaly-case.ts";
import type { KnownCycle, UnshownCycle } from "../graph/cycle-kinds.ts";
import { relationNames } from "../graph/cycle-kinds.ts";
import type { Transaction } from "../transaction.ts";
import type { ExplainStep } from "./step.ts";

/** A cycle of up to this many transactions is told whole in one sentence. */
const LONGEST_TOLD = 4;

/** Tells a cycle: "T1 < T2, because …; however T2 < T1, because …: a contradiction." */
export function cycleCase(
  cycle: KnownCycle,
  transactions: readonly Transaction[],
  explain: ExplainStep,
): AnomalyCase {
  const members = cycle.vertices.flatMap((vertex) => transactions[vertex] ?? []);
  const steps = cycle.relations.flatMap((relation, i) => {
    const a = members[i];
    const b = members[(i + 1) % members.length];
    return a === undefined || b === undefined ? [] : [explain(relation, a, b)];
  });
  const operations = members.map((transaction) => transaction.completion);
  const name = (i: number): string => `T${(i % members.length) + 1}`;
  const clauses = (): readonly string[] =>
    steps.map((step, i) => `${name(i)} < ${name(i + 1)}, because ${step.because(name(i), name(i + 1))}`);
  return {
    record: {
      cycle: [...operations, ...operations.slice(0, 1)].map(operationRecord),
      steps: new EdnList(steps.map((step) => step.fields)),
      type: keyword(cycle.kind),
    },
    operations,
    tell: (named) => {
      const who = operations.map((operation, i) => `${name(i)} be ${named(operation)}`);
      const all = clauses();
      const last = all[all.length - 1] ?? "";
      const before = all.slice(0, -1);
      const shown =
        all.length > LONGEST_TOLD
          ? [...before.slice(0, LONGEST_TOLD - 2), `and so on over ${all.length} steps`]
          : before;
      const names = who.length > LONGEST_TOLD ? [...who.slice(0, LONGEST_TOLD - 1), "…"] : who;
      // One that reads what it writes itself is a cycle of one step.
      const told = shown.length === 0 ? last : `${shown.join("; ")}; however ${last}`;
      return `Let ${names.join(", ")}. Then ${told}: a contradiction.`;
    },
    details: () => {
      const all = clauses();
      const values = operations.map((operation, i) => `${name(i)} = ${printEdn(operation.value)}`);
      // A short cycle is told whole by the sentence.
      return all.length <= LONGEST_TOLD ? values : [...values, ...all];
    },
  };
}

/** A component that breaks a model without a cycle to show for it: Elle's `…-cycle-exists`. */
export function unshownCase(found: UnshownCycle, transactions: readonly Transaction[]): AnomalyCase {
  const operations = found.vertices
    .flatMap((vertex) => transactions[vertex] ?? [])
    .map((transaction) => transaction.completion)
    .sort((a, b) => a.index - b.index);
  const names = relationNames(found.relations);
  return {
    record: {
      type: keyword(found.kind),
      not: keyword(found.model),
      // Elle counts dependencies through predicates as well, which Maelstrom's workloads do not have.
      subgraph: [
        keyword("union"),
        ...names.flatMap((name) =>
          name === "process" || name === "realtime" ? [keyword(name)] : [keyword(name), keyword(`${name}p`)],
        ),
      ],
      "scc-size": operations.length,
      scc: new Set(operations.map((operation) => operation.index)),
    },
    operations,
    tell: () =>
      `Operations ${indices(operations)} are each before all the others by ${names.join(" and ")} alone, so ${found.model} is broken. (Each of these steps can also be told as another relation, and a cycle so told is of a milder kind.)`,
  };
}

/** The first indices of many. */
function indices(operations: readonly Operation[]): string {
  const shown = operations.slice(0, MOST_INDICES).map(({ index }) => index);
  return `${shown.join(", ")}${operations.length > MOST_INDICES ? `, … (${operations.length} in all)` : ""}`;
}

const MOST_INDICES = 8;
