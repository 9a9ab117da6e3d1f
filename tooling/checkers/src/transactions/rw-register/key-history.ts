/**
 * What a history of registers says about each key: who wrote what, who read what, and which version came before which.
 *
 * A register forgets: a read of 3 says nothing about what was there before. So the order of versions is known only in
 * part. Null comes before everything, and a transaction that reads v and then writes v' puts v before v' ("writes
 * follow reads"). Maelstrom asks for no more (MAELSTROM.md 15.4); revealed-versions.ts can give more.
 *
 * Only what a transaction shows to others counts: its first access of a key if that is a read, its last write of a key
 * (Kingsbury & Alvaro 2020, section 4.1.4).
 */
import type { Datum, Operation } from "@gossip-glomers/history";
import { type Identity, identityOf } from "../../datum/identity.ts";
import type { MicroOperation, Transaction } from "../transaction.ts";

/** A write that no other transaction may see: its transaction failed, or wrote the key once more. */
export interface HiddenWrite {
  readonly transaction: Transaction;
  /** The completion that says so; the invocation where the reply no longer has it. */
  readonly operation: Operation;
  /** Whether it is the last write of its transaction to this key. */
  readonly final: boolean;
}

/** A version of a register. */
export interface Version {
  readonly value: Datum;
  /** Committed transactions of which it is the last write. More than one is a fault of the generator. */
  writers: Transaction[];
  /** Committed transactions of which it is the first read. */
  readers: Transaction[];
  /** Versions that are known to come later; one may be there twice. */
  later: Version[];
}

export class RegisterHistory {
  readonly key: Datum;
  readonly versions: Map<Identity, Version> = new Map();
  readonly hiddenWrites: Map<Identity, HiddenWrite> = new Map();

  constructor(key: Datum) {
    this.key = key;
  }

  version(value: Datum): Version {
    const identity = identityOf(value);
    let found = this.versions.get(identity);
    if (found === undefined) {
      found = { value, writers: [], readers: [], later: [] };
      this.versions.set(identity, found);
    }
    return found;
  }

  /** Puts null before every other version. */
  settleInitialState(): void {
    const initial = this.version(null);
    for (const version of this.versions.values()) {
      if (version !== initial) {
        initial.later = withOneMore(initial.later, version);
      }
    }
  }
}

/**
 * A list with one more member. A list that has none yet becomes a new one: an empty array that is pushed to makes room
 * for 17 members at once, and most of the lists of a million versions have one.
 */
export function withOneMore<Member>(list: Member[], member: Member): Member[] {
  if (list.length === 0) {
    return [member];
  }
  list.push(member);
  return list;
}

/** What others see of a transaction. */
export interface ExternalSteps {
  /** By key, the first access if it is a read. */
  readonly reads: readonly MicroOperation[];
  /** By key, the last write. */
  readonly writes: readonly MicroOperation[];
}

export function externalSteps({ steps }: Transaction): ExternalSteps {
  const reads: MicroOperation[] = [];
  const writes: MicroOperation[] = [];
  steps.forEach((step, i) => {
    if (step.kind === "read") {
      if (!touches(steps, 0, i, step)) {
        reads.push(step);
      }
    } else if (!writesLater(steps, i, step)) {
      writes.push(step);
    }
  });
  return { reads, writes };
}

function touches(steps: readonly MicroOperation[], from: number, to: number, step: MicroOperation): boolean {
  for (let i = from; i < to; i++) {
    if (steps[i]?.keyIdentity === step.keyIdentity) {
      return true;
    }
  }
  return false;
}

function writesLater(steps: readonly MicroOperation[], i: number, { keyIdentity }: MicroOperation): boolean {
  for (let j = i + 1; j < steps.length; j++) {
    const other = steps[j];
    if (other?.kind === "write" && other.keyIdentity === keyIdentity) {
      return true;
    }
  }
  return false;
}

/** Sorts a history by key; the order of versions is not in it yet. */
export function registerHistories(
  transactions: readonly Transaction[],
): ReadonlyMap<Identity, RegisterHistory> {
  const keys = new Map<Identity, RegisterHistory>();
  const of = (step: MicroOperation): RegisterHistory => {
    let found = keys.get(step.keyIdentity);
    if (found === undefined) {
      found = new RegisterHistory(step.key);
      keys.set(step.keyIdentity, found);
    }
    return found;
  };
  for (const transaction of transactions) {
    const { reads, writes } = externalSteps(transaction);
    for (const step of transaction.steps) {
      if (step.kind === "write") {
        const final = writes.includes(step);
        if (transaction.status === "fail" || !final) {
          const operation = transaction.completion;
          of(step).hiddenWrites.set(identityOf(step.value), { transaction, operation, final });
        }
      }
    }
    if (transaction.askedSteps !== transaction.steps) {
      addAskedWrites(transaction, of);
    }
    if (transaction.status === "fail") {
      continue;
    }
    for (const step of writes) {
      const version = of(step).version(step.value);
      // A write of unknown outcome makes a version, but nothing is concluded from its transaction: an admitted gap.
      if (transaction.status === "ok") {
        version.writers = withOneMore(version.writers, transaction);
      }
    }
    if (transaction.status === "ok") {
      for (const step of reads) {
        const version = of(step).version(step.value);
        version.readers = withOneMore(version.readers, transaction);
      }
    }
  }
  return keys;
}

/**
 * Adds the intermediate writes that a client asked for and its reply no longer shows: they may have happened, so who
 * reads one has seen a transaction half done. Elle counts them too.
 */
function addAskedWrites(transaction: Transaction, of: (step: MicroOperation) => RegisterHistory): void {
  const { askedSteps, invocation } = transaction;
  for (const [i, step] of askedSteps.entries()) {
    const { hiddenWrites } = of(step);
    const value = identityOf(step.value);
    if (step.kind === "write" && writesLater(askedSteps, i, step) && !hiddenWrites.has(value)) {
      hiddenWrites.set(value, { transaction, operation: invocation, final: false });
    }
  }
}

/**
 * The pairs of versions that writes-follow-reads orders, by key.
 *
 * A version may be put before itself, by a transaction that read what it writes later. To Elle that is no circle of
 * versions, but whoever else read the version is then before its writer, who is before them.
 */
export function writesFollowReads(
  keys: ReadonlyMap<Identity, RegisterHistory>,
  transactions: readonly Transaction[],
): readonly VersionPair[] {
  const pairs: VersionPair[] = [];
  for (const transaction of transactions) {
    if (transaction.status !== "ok" || transaction.steps.length < 2) {
      continue;
    }
    const { reads, writes } = externalSteps(transaction);
    for (const read of reads) {
      const write = writes.find((step) => step.keyIdentity === read.keyIdentity);
      const key = keys.get(read.keyIdentity);
      if (key !== undefined && write !== undefined && read.value !== null) {
        pairs.push({ key, earlier: key.version(read.value), later: key.version(write.value) });
      }
    }
  }
  return pairs;
}

export interface VersionPair {
  readonly key: RegisterHistory;
  readonly earlier: Version;
  readonly later: Version;
}
