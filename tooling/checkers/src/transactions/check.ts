/**
 * The checkers of txn-list-append and txn-rw-register: is a history of transactions possible under the consistency
 * models asked for? Verdicts are Elle's as Maelstrom runs it (MAELSTROM.md 15), findings tell them in sentences.
 *
 * How it goes: transaction.ts pairs and parses; list-append/ and rw-register/ infer who comes before whom; graph/ finds
 * the cycles; model/ says which models these break; result.ts writes the result. Read them in this order.
 */
import type { Operation } from "@gossip-glomers/history";
import { condense } from "../finding/condense.ts";
import { namingIn, sentence } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";
import { findAnomalies } from "./analysis.ts";
import { listAppend } from "./list-append/workload.ts";
import { anomaliesProhibitedBy, unknownModels } from "./model/boundary.ts";
import { consistencyModelNames } from "./model/consistency-models.ts";
import { verdictOf } from "./result.ts";
import { type RevealedVersions, revealedFindings } from "./revealed/revealed-versions.ts";
import { rwRegister } from "./rw-register/workload.ts";
import { UncheckableHistory } from "./transaction.ts";
import type { TransactionalWorkload } from "./workload.ts";

export interface TransactionOptions {
  /** Names of the models that must hold, all of them; `["strict-serializable"]` where not given. */
  readonly consistencyModels?: readonly string[];
  /**
   * Version orders or final states that nodes reveal. Maelstrom knows nothing of them, so the result map stays as it
   * is; what they prove makes the verdict false and is told in findings.
   */
  readonly revealed?: readonly RevealedVersions[];
  /**
   * How many edges the search for one kind of cycle among transactions that all depend on each other may look at;
   * 20 million, which is a fraction of a second, where not given. A search that ends undecided is told as
   * `cycle-search-timeout`, as Elle's is after one second.
   */
  readonly searchBudget?: number;
}

/**
 * Judges a run of txn-list-append. What tells no order is `unknown`, and a finding says why.
 *
 * @throws {MalformedOperationError} if an operation is no transaction of reads and appends
 */
export function checkListAppend(run: Run, options: TransactionOptions = {}): Verdict {
  return check(listAppend, run, options);
}

/**
 * Judges a run of txn-rw-register. What tells no order is `unknown`, and a finding says why.
 *
 * @throws {MalformedOperationError} if an operation is no transaction of reads and writes
 */
export function checkRwRegister(run: Run, options: TransactionOptions = {}): Verdict {
  return check(rwRegister, run, options);
}

function check(
  workload: TransactionalWorkload,
  run: Run,
  {
    consistencyModels = ["strict-serializable"],
    revealed = [],
    searchBudget = 20_000_000,
  }: TransactionOptions,
): Verdict {
  const unknown = unknownModels(consistencyModels);
  if (unknown.length > 0) {
    return undecided(
      run,
      "unknown-consistency-model",
      `Unknown consistency model ${unknown.join(", ")}; known models are: ${consistencyModelNames.join(", ")}.`,
      [],
    );
  }
  const prohibited = anomaliesProhibitedBy(consistencyModels);
  try {
    const anomalies = findAnomalies(workload, run.history, { prohibited, searchBudget });
    const verdict = verdictOf(run, anomalies, prohibited, workload.wrapped);
    if (revealed.length === 0) {
      return verdict;
    }
    const beyond = revealedFindings(workload, run, revealed, { prohibited, searchBudget }, anomalies);
    return {
      ...verdict,
      valid: beyond.length > 0 ? false : verdict.valid,
      findings: [...verdict.findings, ...beyond],
    };
  } catch (error) {
    if (error instanceof UncheckableHistory) {
      return undecided(run, error.kind, sentence(error.tell(namingIn(run))), error.operations);
    }
    throw error;
  }
}

/** What Maelstrom says where its checker throws: `{:valid? :unknown, :error …}`. */
function undecided(run: Run, kind: string, message: string, operations: readonly Operation[]): Verdict {
  const last = operations.at(-1);
  const told = {
    sentence: message,
    ...(last === undefined ? {} : { at: last.time }),
    operations: operations.map(({ index }) => index),
  };
  return { valid: "unknown", result: { error: message }, findings: condense(run, kind, "error", [told]) };
}
