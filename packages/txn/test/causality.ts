/**
 * Whether a history is read atomic and causal, given the order of versions that the nodes reveal.
 *
 * Elle sees little of this on registers: it infers hardly any order of versions, and has no anomaly for a read that
 * misses a cause of what was read before. With timestamps known it takes one pass. The happened-before of a
 * transaction are those of its session before it, those it reads from, and theirs. Then
 *
 * - no read may return an older version of a key than one that a transaction it read from wrote along with what it read:
 *   otherwise it sees half of that (a fractured read: Bailis et al., "Scalable Atomic Visibility with RAMP", 2014);
 * - no read may return an older version than one that happened before it (causal convergence, "CCv": Bouajjani, Enea,
 *   Guerraoui & Hamza, "On Verifying Causal Consistency", 2017; its bad patterns WriteCORead and WriteCOInitRead).
 */
import type { Operation } from "@gossip-glomers/history";
import type { Commit } from "../src/index.ts";
import { inOrder } from "./judgement.ts";

/** Where a version stands in the order of all timestamps; a key's initial null is before the first. */
type Rank = number;
/** By key the newest version that happened before. */
type Past = Map<number, Rank>;

interface Transaction {
  readonly operation: Operation;
  readonly steps: readonly (readonly [f: string, key: number, value: number | null])[];
  /** The rank of its own commit; undefined if it wrote nothing. */
  readonly rank: Rank | undefined;
}

const initial: Rank = -1;

/** What contradicts the two promises, one sentence each. */
export function contradictions(
  history: readonly Operation[],
  commits: readonly Commit[],
  nodes: readonly string[],
): readonly string[] {
  const ordered = inOrder(commits, nodes);
  const rankOf = new Map<string, Rank>();
  for (const [rank, { writes }] of ordered.entries()) {
    for (const [key, value] of writes) rankOf.set(`${key} ${value}`, rank);
  }
  const transactions = history
    .filter(({ type, process }) => type === "ok" && process !== "nemesis")
    .map((operation): Transaction => {
      const steps = stepsOf(operation);
      const [rank] = steps.flatMap(([f, key, value]) =>
        f === "w" ? (rankOf.get(`${key} ${value}`) ?? []) : [],
      );
      return { operation, steps, rank };
    });

  // A client that gave up does not say what it had seen before.
  const told = new Set(transactions.flatMap(({ rank }) => rank ?? []));
  const found: string[] = [];
  const sessions = new Map<unknown, Past>();
  const pastOf = new Map<Rank, Past>();
  // Time is virtual and nodes answer at once, so what a transaction reads from has ended before it.
  for (const { operation, steps, rank } of transactions) {
    const past: Past = new Map(sessions.get(operation.process));
    const together: Past = new Map();
    const reads: { readonly key: number; readonly rank: Rank }[] = [];
    const own = new Set<number>();
    for (const [f, key, value] of steps) {
      if (f === "w") own.add(key);
      if (f === "w" || own.has(key)) continue;
      const read = value === null ? initial : rankOf.get(`${key} ${value}`);
      if (read === undefined) {
        found.push(
          `phantom: operation ${operation.index} read ${value} of key ${key}, which nobody committed`,
        );
        continue;
      }
      reads.push({ key, rank: read });
      for (const [other] of ordered[read]?.writes ?? []) raise(together, Number(other), read);
      const causes = read === initial ? undefined : pastOf.get(read);
      if (told.has(read) && causes === undefined) {
        found.push(
          `future read: operation ${operation.index} read ${value} of key ${key} before that was written`,
        );
      }
      for (const [other, cause] of causes ?? []) raise(past, other, cause);
    }
    for (const { key, rank: read } of reads) {
      if (read < (together.get(key) ?? initial)) {
        found.push(
          `fractured read: operation ${operation.index} saw half of a transaction, as key ${key} shows`,
        );
      } else if (read < (past.get(key) ?? initial)) {
        found.push(
          `causality: operation ${operation.index} missed a write of key ${key} that happened before it`,
        );
      }
    }
    if (rank !== undefined) {
      for (const [key] of ordered[rank]?.writes ?? []) raise(past, Number(key), rank);
      pastOf.set(rank, past);
    }
    for (const [key, seen] of together) raise(past, key, seen);
    sessions.set(operation.process, past);
  }
  return found;
}

function raise(past: Past, key: number, rank: Rank): void {
  if (rank > (past.get(key) ?? initial)) past.set(key, rank);
}

function stepsOf({ value }: Operation): Transaction["steps"] {
  return (Array.isArray(value) ? value : []).map(([f, key, argument]) => [f.name, key, argument]);
}
