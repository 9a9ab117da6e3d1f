/**
 * Transactions for tests, like those of txn-rw-register but with a last phase: each client reads everything once, so
 * that the history itself shows whether the nodes agree in the end.
 */
import { type Datum, isVector, keyword } from "@gossip-glomers/history";
import { type TxnRead, type TxnWrite, txnRwRegister } from "@gossip-glomers/protocol";
import { eachThread, type Invocation, once, repeat, unfold, type Workload } from "@gossip-glomers/simulator";

export interface RegisterWorkloadOptions {
  /** How many registers there are: 0 to `keys` − 1. */
  readonly keys: number;
  /** The most steps that a transaction has. */
  readonly steps: number;
}

/** Every write writes another value, so that a read tells which one it has seen. */
export function registerWorkload({ keys, steps }: RegisterWorkloadOptions): Workload {
  return {
    name: "txn-rw-register",
    reusableClients: true,
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
      return eachThread(once(repeat(() => ({ f: "txn", value, final: true }))));
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
