/**
 * Transactions for tests, like those of txn-rw-register but with a last phase: each client reads everything now and then,
 * and once more at the end, so that the history itself shows when the nodes agree. Reads cause no messages.
 */
import { type Datum, isVector, keyword } from "@gossip-glomers/history";
import { type TxnRead, type TxnWrite, txnRwRegister } from "@gossip-glomers/protocol";
import {
  any,
  eachThread,
  type Generator,
  type Invocation,
  milliseconds,
  once,
  onThreads,
  phases,
  repeat,
  sleep,
  type Thread,
  unfold,
  type Workload,
} from "@gossip-glomers/simulator";
import type { Vocabulary } from "./vocabulary.ts";

export interface RegisterWorkloadOptions {
  /** How many registers there are: 0 to `keys` − 1. */
  readonly keys: number;
  /** The most steps that a transaction has. */
  readonly steps: number;
  /** How long after the end of all faults clients read everything, in milliseconds, ascending; the last read is final. */
  readonly finalReads: readonly number[];
  /** How long clients wait for an answer, in milliseconds; of a node that was killed there is none. */
  readonly callTimeoutMs: number;
  /** The places of the nodes at which clients write; at the others they only read. All write if that is null. */
  readonly writers: readonly number[] | null;
  readonly vocabulary: Vocabulary;
  /** How long the run goes on after the last read, in milliseconds. */
  readonly restMs: number;
}

/**
 * Every write writes another value, so that a read tells which one it has seen. Operations have numbers for keys and values;
 * what nodes are given for them is the vocabulary's.
 */
export function registerWorkload(options: RegisterWorkloadOptions): Workload {
  const { keys, vocabulary, callTimeoutMs } = options;
  const stepsOf = (value: Datum): readonly (TxnRead | TxnWrite)[] => {
    if (!isVector(value))
      throw new TypeError("registerWorkload: the value of an operation is a list of steps");
    return value.map((step) => {
      const [, key, written] = isVector(step) ? step : [];
      const name = vocabulary.key(Number(key));
      return written === null ? ["r", name, null] : ["w", name, vocabulary.value(Number(written))];
    });
  };
  return {
    name: "txn-rw-register",
    reusableClients: true,
    callTimeout: milliseconds(callTimeoutMs),
    errors: { kind: "standard", idempotent: new Set() },
    client: (connection) => ({
      async invoke({ value }: Invocation) {
        const { reply } = await connection.call(txnRwRegister.txn, { txn: stepsOf(value) });
        return {
          type: "ok",
          value: (reply.txn ?? []).map(
            ([f, key, read]): Datum => [keyword(f), vocabulary.keyIndex(key), vocabulary.valueIndex(read)],
          ),
        };
      },
    }),
    generator: ({ nodes }) => generator(options, nodes.length),
    finalGenerator: () => {
      const value = Array.from({ length: keys }, (_, key): Datum => [keyword("r"), key, null]);
      return phases(
        ...options.finalReads.flatMap((at, index) => {
          const isLast = index === options.finalReads.length - 1;
          const read = repeat(() => ({ f: "txn", value, ...(isLast ? { final: true } : {}) }));
          return [sleep(milliseconds(at - (options.finalReads[index - 1] ?? 0))), eachThread(once(read))];
        }),
        sleep(milliseconds(options.restMs)),
      );
    },
  };
}

function generator({ keys, steps, writers }: RegisterWorkloadOptions, nodes: number): Generator {
  const transactions = (mayWrite: boolean): Generator =>
    unfold(1, (next, { random }) => {
      let value = next;
      const txn = Array.from({ length: 1 + random.integer(steps) }, (): Datum => {
        const key = random.integer(keys);
        const isRead = random.integer(2) === 0 || !mayWrite;
        return isRead ? [keyword("r"), key, null] : [keyword("w"), key, value++];
      });
      return [{ f: "txn", value: txn }, value];
    });
  if (writers === null) return transactions(true);
  const writes = (thread: Thread): boolean => thread !== "nemesis" && writers.includes(thread % nodes);
  // Each kind has half of the operations, so that a node that only reads does so often.
  return any(
    onThreads(writes, transactions(true)),
    onThreads((thread) => !writes(thread), transactions(false)),
  );
}
