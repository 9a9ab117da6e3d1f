/**
 * What a history of list-append says about each key: who appended what, who read what, and the order of versions.
 *
 * A list reveals its own history: who reads [1 2 3] has seen the versions [], [1], [1 2] and [1 2 3] in that order. So
 * the longest read of a key is its version order (Kingsbury & Alvaro 2020, section 4.2; MAELSTROM.md 15.3). Nothing
 * is assumed of the shorter reads; where one is no prefix of the longest, that is an anomaly (reads.ts).
 */
import { type Datum, isVector, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf, isSameDatum } from "../../datum/identity.ts";
import { type MicroOperation, type Transaction, UncheckableHistory } from "../transaction.ts";

export interface Append {
  readonly transaction: Transaction;
  readonly step: MicroOperation;
  /** Whether it is the last append of its transaction to this key. */
  final: boolean;
}

export interface Read {
  readonly transaction: Transaction;
  readonly step: MicroOperation;
  /** What was read; null and [] are both the empty list here. */
  readonly elements: readonly Datum[];
}

/** The empty list, as the element before the first. A symbol is no identity of any datum. */
export const INITIAL: unique symbol = Symbol("the empty list");

export class KeyHistory {
  readonly key: Datum;
  /** All completed appends, whatever became of them, by element. */
  readonly appends: Map<Identity, Append> = new Map();
  /** Reads by transactions that completed or may have; those of the latter with nothing read are no reads. */
  readonly reads: Read[] = [];
  /** Whether a failed transaction appended. */
  hasFailedAppend = false;
  /** Whether a transaction appended twice. */
  hasIntermediateAppend = false;
  /** The version order: the elements of the longest read, each once. */
  order: readonly Datum[] = [];
  /** Whether every read is a prefix of the version order, and so without duplicates. */
  coherent = true;
  private positions: ReadonlyMap<Identity, number> = new Map();

  constructor(key: Datum) {
    this.key = key;
  }

  /** Takes a version order. Called once all appends and reads are there. */
  settleOrder(revealed?: readonly Datum[]): void {
    let longest: readonly Datum[] = [];
    for (const { elements } of this.reads) {
      if (elements.length > longest.length) {
        longest = elements;
      }
    }
    const distinct = new Map(longest.map((element) => [identityOf(element), element]));
    this.coherent =
      distinct.size === longest.length && this.reads.every((read) => isPrefix(read.elements, longest));
    this.order = revealed ?? [...distinct.values()];
    this.positions = new Map(this.order.map((element, position) => [identityOf(element), position]));
  }

  /**
   * The element whose append directly precedes that of `element`. One that was never read comes after everything that
   * was; nothing is known of the order among such.
   */
  elementBefore(element: Datum): Datum | typeof INITIAL {
    const position = this.positions.get(identityOf(element)) ?? this.order.length;
    return this.order[position - 1] ?? INITIAL;
  }

  /** The append of an element by a transaction that may have happened. */
  committedAppend(element: Datum | typeof INITIAL | undefined): Append | undefined {
    if (element === INITIAL || element === undefined) {
      return undefined;
    }
    const append = this.appends.get(identityOf(element));
    return append?.transaction.status === "fail" ? undefined : append;
  }
}

/** Whether `shorter` begins `longer`. */
export function isPrefix(shorter: readonly Datum[], longer: readonly Datum[]): boolean {
  return (
    shorter.length <= longer.length && shorter.every((element, i) => isSameDatum(element, longer[i] ?? null))
  );
}

/**
 * Sorts a history by key.
 *
 * @param revealed version orders that are known otherwise (revealed-versions.ts); they replace those of the reads
 * @throws UncheckableHistory when a read is no list, or an element is appended twice
 */
export function keyHistories(
  transactions: readonly Transaction[],
  revealed?: ReadonlyMap<Identity, readonly Datum[]>,
): ReadonlyMap<Identity, KeyHistory> {
  const keys = new Map<Identity, KeyHistory>();
  const of = (step: MicroOperation): KeyHistory => {
    let found = keys.get(step.keyIdentity);
    if (found === undefined) {
      found = new KeyHistory(step.key);
      keys.set(step.keyIdentity, found);
    }
    return found;
  };
  for (const transaction of transactions) {
    for (const step of transaction.steps) {
      if (step.kind === "write") {
        addAppend(of(step), transaction, step);
      } else if (transaction.status !== "fail") {
        addRead(of(step), transaction, step);
      }
    }
  }
  for (const [identity, key] of keys) {
    key.settleOrder(revealed?.get(identity));
  }
  return keys;
}

function addAppend(history: KeyHistory, transaction: Transaction, step: MicroOperation): void {
  const { appends } = history;
  const identity = identityOf(step.value);
  const other = appends.get(identity);
  // A reply may claim another append than was asked for; only what clients asked for twice cannot be judged. Of two
  // claims the later one stands, as with Elle.
  if (other !== undefined && asksFor(other.transaction, step) && asksFor(transaction, step)) {
    throw new UncheckableHistory(
      "duplicate-append",
      [other.transaction.completion, transaction.completion],
      (named) =>
        `key ${printEdn(step.key)} was given ${printEdn(step.value)} twice, by ${named(other.transaction.completion)} and ${named(transaction.completion)}. Version orders can be told only where every append of a key is unique.`,
    );
  }
  for (const earlier of transaction.steps) {
    if (earlier === step) {
      break;
    }
    if (earlier.kind === "write" && earlier.keyIdentity === step.keyIdentity) {
      const append = appends.get(identityOf(earlier.value));
      if (append !== undefined) {
        append.final = false;
        history.hasIntermediateAppend = true;
      }
    }
  }
  appends.set(identity, { transaction, step, final: true });
  history.hasFailedAppend ||= transaction.status === "fail";
}

/** Whether the client asked for this very append. */
function asksFor({ invocation }: Transaction, step: MicroOperation): boolean {
  return (
    isVector(invocation.value) &&
    invocation.value.some(
      (asked) =>
        isVector(asked) &&
        isSameDatum(asked[1] ?? null, step.key) &&
        isSameDatum(asked[2] ?? null, step.value),
    )
  );
}

function addRead(history: KeyHistory, transaction: Transaction, step: MicroOperation): void {
  const { value } = step;
  if (value === null) {
    // A transaction that never completed still carries the placeholders of its request.
    if (transaction.status === "ok") {
      history.reads.push({ transaction, step, elements: [] });
    }
    return;
  }
  if (!isVector(value)) {
    throw new UncheckableHistory(
      "read-is-no-list",
      [transaction.completion],
      (named) =>
        `${named(transaction.completion)} read ${printEdn(value)} of key ${printEdn(step.key)}, which is no list. Answer a read with the list of what was appended, or null.`,
    );
  }
  history.reads.push({ transaction, step, elements: value });
}
