/** What txn-list-append and txn-rw-register have in common (MAELSTROM.md 10.8): all but the names and the types. */
import { type Datum, isVector, Keyword, keyword } from "@gossip-glomers/history";
import {
  type Completion,
  type Connection,
  type Generator,
  type Random,
  unfold,
  type Workload,
} from "@gossip-glomers/simulator";
import type { TestOptions } from "../../options/test-options.ts";
import { type Access, drawAccess, freshKeys, type KeyPool } from "./key-pool.ts";

/** The options that shape transactions. */
export type TransactionOptions = Pick<TestOptions, "keyCount" | "maxTxnLength" | "maxWritesPerKey">;

/** Live keys unless `--key-count` says otherwise. */
export const DEFAULT_KEY_COUNT = 10;

/** What tells one transactional workload from the other. */
export interface TransactionKind {
  readonly name: string;
  /** The name of its write: `append` or `w`. */
  readonly write: string;
  /** Has a node do the accesses; returns the micro-operations of its answer. */
  execute(connection: Connection, accesses: readonly Access[]): Promise<readonly MicroOperation[] | null>;
}

/** Function, key and value of an answer. */
export type MicroOperation = readonly [f: string, key: Datum, value: Datum];

export function transactionalWorkload(kind: TransactionKind, options: TransactionOptions): Workload {
  return {
    name: kind.name,
    reusableClients: true,
    errors: { kind: "standard", idempotent: new Set() },
    client: (connection) => ({
      async invoke({ value }): Promise<Completion> {
        const answer = await kind.execute(connection, accessesIn(value));
        return { type: "ok", value: (answer ?? []).map(([f, key, got]) => [keyword(f), key, got]) };
      },
    }),
    generator: () => transactions(kind.write, options),
  };
}

/** Transactions of 1 … `maxTxnLength` accesses: `[[:r 3 nil] [:append 3 2]]`. */
function transactions(write: string, options: TransactionOptions): Generator {
  return unfold(freshKeys(options.keyCount ?? DEFAULT_KEY_COUNT), (pool, { random }) => {
    const { accesses, pool: after } = drawTransaction(pool, options, random);
    const value = accesses.map(({ key, value }) => [keyword(value === null ? "r" : write), key, value]);
    return [{ f: "txn", value }, after];
  });
}

/** Draws the accesses of one transaction, and what the pool is after it. */
function drawTransaction(
  pool: KeyPool,
  { maxTxnLength, maxWritesPerKey }: Pick<TransactionOptions, "maxTxnLength" | "maxWritesPerKey">,
  random: Random,
): { readonly accesses: readonly Access[]; readonly pool: KeyPool } {
  const accesses: Access[] = [];
  let live = pool;
  for (let left = 1 + random.integer(maxTxnLength); left > 0; left--) {
    const drawn = drawAccess(live, maxWritesPerKey, random);
    accesses.push(drawn.access);
    live = drawn.pool;
  }
  return { accesses, pool: live };
}

function accessesIn(value: Datum): readonly Access[] {
  if (!isVector(value)) throw new TypeError("transactions: a value is no list of accesses; this is a bug");
  return value.map((item) => {
    const [f, key, written] = isVector(item) ? item : [];
    if (
      !(f instanceof Keyword) ||
      typeof key !== "number" ||
      (written !== null && typeof written !== "number")
    ) {
      throw new TypeError("transactions: an access is no [f key value]; this is a bug");
    }
    return { key, value: written };
  });
}
