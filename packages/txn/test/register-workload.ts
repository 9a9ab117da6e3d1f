/**
 * Transactions for tests, like those of txn-rw-register but with a last phase: each client reads everything now and then,
 * and once more at the end, so that the history itself shows when the nodes agree. Reads cause no messages.
 */
import { type Datum, isVector, keyword } from "@gossip-glomers/history";
import { type TxnRead, type TxnWrite, txnRwRegister } from "@gossip-glomers/protocol";
import {
  eachThread,
  type Invocation,
  milliseconds,
  once,
  phases,
  repeat,
  sleep,
  unfold,
  type Workload,
} from "@gossip-glomers/simulator";

export interface RegisterWorkloadOptions {
  /** How many registers there are: 0 to `keys` − 1. */
  readonly keys: number;
  /** The most steps that a transaction has. */
  readonly steps: number;
  /** How long after the end of all faults clients read everything, in milliseconds, ascending; the last read is final. */
  readonly finalReads: readonly number[];
  /** How long clients wait for an answer, in milliseconds; of a node that was killed there is none. */
  readonly callTimeoutMs: number;
}

/** Every write writes another value, so that a read tells which one it has seen. */
export function registerWorkload({
  keys,
  steps,
  finalReads,
  callTimeoutMs,
}: RegisterWorkloadOptions): Workload {
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
          value: (reply.txn ?? []).map(([f, key, read]): Datum => [keyword(f), Number(key), readValue(read)]),
        };
      },
    }),
    generator: () =>
      unfold(1, (next, { random }) => {
        let value = next;
        const txn = Array.from({ length: 1 + random.integer(steps) }, (): Datum => {
          const key = random.integer(keys);
          return random.integer(2) === 0 ? [keyword("r"), key, null] : [keyword("w"), key, value++];
        });
        return [{ f: "txn", value: txn }, value];
      }),
    finalGenerator: () => {
      const value = Array.from({ length: keys }, (_, key): Datum => [keyword("r"), key, null]);
      return phases(
        ...finalReads.flatMap((at, index) => {
          const isLast = index === finalReads.length - 1;
          const read = repeat(() => ({ f: "txn", value, ...(isLast ? { final: true } : {}) }));
          return [sleep(milliseconds(at - (finalReads[index - 1] ?? 0))), eachThread(once(read))];
        }),
      );
    },
  };
}

function stepsOf(value: Datum): readonly (TxnRead | TxnWrite)[] {
  if (!isVector(value)) throw new TypeError("registerWorkload: the value of an operation is a list of steps");
  return value.map((step) => {
    const [, key, written] = isVector(step) ? step : [];
    return written === null ? ["r", Number(key), null] : ["w", Number(key), Number(written)];
  });
}

function readValue(read: unknown): number | null {
  return read === null ? null : Number(read);
}
