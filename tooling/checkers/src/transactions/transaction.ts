/**
 * Transactions, as the checkers of this folder see them: an invocation and its completion taken together, its
 * micro-operations apart. This is the boundary: what is malformed is said here, so that nothing after it need ask.
 *
 * Read next: version orders and edges of the two workloads (list-append/, rw-register/), then graph/.
 */
import { type Datum, isVector, Keyword, type Operation } from "@gossip-glomers/history";
import { type Identity, identityOf, isSameDatum } from "../datum/identity.ts";
import { type Naming, sentence } from "../finding/phrase.ts";
import { followCalls } from "../run/calls.ts";
import { MalformedOperationError } from "../run/malformed-operation.ts";

/** One step of a transaction: `[:r 7 [1 2]]`, `[:append 7 3]` or `[:w 7 3]`. */
export interface MicroOperation {
  readonly kind: "read" | "write";
  readonly key: Datum;
  readonly keyIdentity: Identity;
  /** What was read or written. The value of a read that did not complete is null. */
  readonly value: Datum;
}

export interface Transaction {
  /** Its place in the list of all transactions, in the order of their invocations. */
  readonly id: number;
  /** `info` where nobody knows whether it happened: Jepsen says so, or the history ends before it completes. */
  readonly status: "ok" | "fail" | "info";
  readonly process: number;
  readonly invocation: Operation;
  /** The completion; the invocation itself where there is none. */
  readonly completion: Operation;
  /** What the completion says was done. Elle takes the reply's word for writes too (MAELSTROM.md 10.8). */
  readonly steps: readonly MicroOperation[];
  /** The steps asked for, where the reply says that something else was written; otherwise the same as `steps`. */
  readonly askedSteps: readonly MicroOperation[];
}

/** The transactions of a history and the order in which they began and ended. */
export interface TransactionHistory {
  readonly transactions: readonly Transaction[];
  /** `id` for the invocation of a transaction and `~id` (which is below zero) for its completion, in history order. */
  readonly events: readonly number[];
}

/**
 * The history is not one of this workload's, so no verdict can be given. Where Maelstrom meets the same, its checker
 * throws and the workload is `unknown` (MAELSTROM.md 17.1).
 */
export class UncheckableHistory extends Error {
  /** A stable name for what is wrong, the `kind` of the finding that tells it. */
  readonly kind: string;
  readonly operations: readonly Operation[];
  readonly tell: (named: Naming) => string;

  constructor(kind: string, operations: readonly Operation[], tell: (named: Naming) => string) {
    super(sentence(tell(({ index }) => `operation ${index}`)));
    this.name = "UncheckableHistory";
    this.kind = kind;
    this.operations = operations;
    this.tell = tell;
  }
}

/**
 * Pairs invocations with completions and reads the micro-operations.
 *
 * @param write the name of the workload's write: `append` or `w`
 * @throws {MalformedOperationError} if an operation is no transaction of reads and these writes
 */
export function readTransactions(history: readonly Operation[], write: "append" | "w"): TransactionHistory {
  const invocations: Operation[] = [];
  const completions: Operation[] = [];
  const events: number[] = [];
  const begin = (invocation: Operation): number => {
    const id = invocations.push(invocation) - 1;
    // What has no completion stands for itself: its outcome is unknown.
    completions.push(invocation);
    return id;
  };
  followCalls(
    history,
    (invocation) => {
      const id = begin(invocation);
      events.push(id);
      return id;
    },
    (completion, begun) => {
      // A history that was cut at its front has ends without beginnings: they began before all that is known.
      const id = begun ?? begin(completion);
      completions[id] = completion;
      events.push(~id);
    },
  );
  const transactions = completions.map((completion, id): Transaction => {
    const invocation = invocations[id] ?? completion;
    const steps = readSteps(completion, write);
    return {
      id,
      status: completion.type === "invoke" ? "info" : completion.type,
      process: Number(completion.process),
      invocation,
      completion,
      steps,
      askedSteps: sameWrites(steps, invocation.value) ? steps : readSteps(invocation, write),
    };
  });
  return { transactions, events };
}

function readSteps(operation: Operation, write: "append" | "w"): readonly MicroOperation[] {
  const { f, value } = operation;
  if (f !== "txn" || !isVector(value)) {
    throw new MalformedOperationError(operation, expectedSteps(write));
  }
  return value.map((step) => readStep(operation, step, write));
}

/** Whether a transaction as it was asked for writes what its reply says. */
function sameWrites(steps: readonly MicroOperation[], asked: Datum): boolean {
  return (
    isVector(asked) &&
    asked.length === steps.length &&
    steps.every((step, i) => {
      if (step.kind === "read") return true;
      const [, key, value] = stepParts(asked[i] ?? null);
      return isSameDatum(step.key, key) && isSameDatum(step.value, value);
    })
  );
}

function stepParts(step: Datum): readonly [f: Datum, key: Datum, value: Datum] {
  const [f = null, key = null, value = null] = isVector(step) ? step : [];
  return [f, key, value];
}

function readStep(operation: Operation, step: Datum, write: "append" | "w"): MicroOperation {
  if (isVector(step) && step.length === 3) {
    const [f, key, value] = stepParts(step);
    const name = f instanceof Keyword ? f.name : f;
    if (name === "r" || name === write) {
      return { kind: name === "r" ? "read" : "write", key, keyIdentity: identityOf(key), value };
    }
  }
  throw new MalformedOperationError(operation, expectedSteps(write));
}

function expectedSteps(write: "append" | "w"): string {
  return `a transaction, a list of [:r key value] and [:${write} key value]`;
}
