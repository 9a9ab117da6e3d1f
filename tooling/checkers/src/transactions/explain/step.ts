/** One step of a cycle: why one transaction comes before another, as data and in words. */
import { type DatumRecord, keyword } from "@gossip-glomers/history";
import { operationRecord } from "../../datum/operation-record.ts";
import { PROCESS, relationName } from "../graph/relation.ts";
import type { Transaction } from "../transaction.ts";

export interface Step {
  /** Elle's record of the step: `:type`, and for data `:key :value :value' :a-mop-index :b-mop-index`. */
  readonly fields: DatumRecord;
  /** The clause after "because", for two names of the transactions. */
  readonly because: (a: string, b: string) => string;
}

/** Explains why, by one relation, `a` comes before `b`. */
export type ExplainStep = (relation: number, a: Transaction, b: Transaction) => Step;

/** Explains the orders of sessions and of the clock. */
export function explainSessionOrder(relation: number, a: Transaction, b: Transaction): Step {
  if (relation === PROCESS) {
    return {
      fields: { type: keyword("process"), process: a.process },
      because: (nameOfA, nameOfB) => `process ${a.process} executed ${nameOfA} before ${nameOfB}`,
    };
  }
  const ended = a.completion;
  const begun = b.invocation;
  const pause = begun.time - ended.time;
  // The times may say otherwise by some microseconds; it is the order in the history that counts.
  const howLong = pause > 0 ? `${(pause / 1e9).toFixed(3)} seconds` : "just";
  return {
    fields: {
      type: keyword(relationName(relation)),
      "a'": operationRecord(ended),
      b: operationRecord(begun),
    },
    because: (nameOfA, nameOfB) =>
      `${nameOfA} completed at index ${ended.index}, ${howLong} before the invocation of ${nameOfB}, at index ${begun.index}`,
  };
}
