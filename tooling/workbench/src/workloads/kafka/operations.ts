/** The main phase of workload `kafka` (MAELSTROM.md 10.7): sends, polls and assigns, and clients that crash. */
import { keyword } from "@gossip-glomers/history";
import {
  any,
  automaton,
  type Behaviour,
  type Draft,
  type Generator,
  type Random,
  repeat,
  seconds,
  staggerEndless,
} from "@gossip-glomers/simulator";
import { drawAccess, freshKeys, type KeyPool } from "../transactions/key-pool.ts";
import { DEFAULT_KEY_COUNT, type TransactionOptions } from "../transactions/transactions.ts";
import { afterOperation, type Unread } from "./unread.ts";

/** One assign to 63 other operations. */
const ASSIGN = 1 / 64;
/** The share of assigns that also take every key with unread messages; without them the oldest keys are never read. */
const ASSIGN_UNREAD = 1 / 3;
/** Seconds between two crashes of one client, on average. */
const CRASH_INTERVAL = 30;

/** Options of kafka: those of transactions, of which each operation here is one of length 1. */
export type KafkaOptions = Pick<TransactionOptions, "keyCount" | "maxWritesPerKey">;

/** What clients do, unspaced, with crashes beside it. */
export function kafkaOperations(options: KafkaOptions, concurrency: number): Generator {
  const start: State = {
    pool: freshKeys(options.keyCount ?? DEFAULT_KEY_COUNT),
    waiting: null,
    unread: new Map(),
  };
  const crashes = repeat(() => ({ f: "crash", value: null }));
  return any(
    automaton(start, sendsPollsAndAssigns(options)),
    staggerEndless(seconds(CRASH_INTERVAL / concurrency), crashes),
  );
}

interface State {
  readonly pool: KeyPool;
  /** An operation that an assign of its key went before. */
  readonly waiting: KeyedDraft | null;
  readonly unread: Unread;
}

/** An operation, and the key for whose sake it is done: a poll asks for all assigned keys, but was drawn for one. */
interface KeyedDraft {
  readonly draft: Draft;
  readonly key: string;
}

function sendsPollsAndAssigns({ maxWritesPerKey }: KafkaOptions): Behaviour<State> {
  return {
    next(state, { random }) {
      const { keyed, pool } =
        state.waiting === null
          ? drawOperation(state.pool, maxWritesPerKey, random)
          : { keyed: state.waiting, pool: state.pool };
      if (random.float() < ASSIGN) {
        const draft = { f: "assign", value: keysToAssign(keyed.key, state.unread, random) };
        return [draft, { ...state, pool, waiting: keyed }];
      }
      return [keyed.draft, { ...state, pool, waiting: null }];
    },
    observe(state, { operation }) {
      const unread = afterOperation(state.unread, operation);
      return unread === state.unread ? state : { ...state, unread };
    },
  };
}

function drawOperation(
  pool: KeyPool,
  maxWritesPerKey: number,
  random: Random,
): { readonly keyed: KeyedDraft; readonly pool: KeyPool } {
  const { access, pool: after } = drawAccess(pool, maxWritesPerKey, random);
  const key = String(access.key);
  const draft: Draft =
    access.value === null
      ? { f: "poll", value: [[keyword("poll")]] }
      : { f: "send", value: [[keyword("send"), key, access.value]] };
  return { keyed: { draft, key }, pool: after };
}

function keysToAssign(key: string, unread: Unread, random: Random): readonly string[] {
  return random.float() < ASSIGN_UNREAD ? [...new Set([key, ...unread.keys()])] : [key];
}
