/**
 * Who comes before whom in a history of list-append, by Adya's three direct dependencies (MAELSTROM.md 15.3):
 *
 * - ww: who appended an element comes before who appended the next one;
 * - wr: who appended the last element of a read comes before the reader;
 * - rw: who read up to an element comes before who appended the next one.
 *
 * "The next one" is that of the version order; an append that was never read comes after the last known element. (Elle
 * has a special case for a key with a single append that nobody read. It needs none: with nothing read, every
 * append follows the empty list.)
 */
import { type Datum, keyword, printEdn } from "@gossip-glomers/history";
import { type Identity, identityOf, isSameDatum } from "../../datum/identity.ts";
import { explainSessionOrder, type Step } from "../explain/step.ts";
import type { GraphBuilder } from "../graph/directed-graph.ts";
import { PROCESS, type Precedence, REALTIME, RW, WR, WW } from "../graph/relation.ts";
import type { MicroOperation, Transaction } from "../transaction.ts";
import { INITIAL, type KeyHistory, type Read } from "./key-history.ts";

/** An edge that is several things is told as the overwrite first: Elle asks in this order. */
export const listAppendPrecedence: Precedence = [WW, WR, RW, PROCESS, REALTIME];

type Element = Datum | typeof INITIAL;

/** Adds the dependencies of every key; linear in the history, but for never-read appends times the last readers. */
export function linkListAppend(keys: Iterable<KeyHistory>, graph: GraphBuilder): void {
  for (const key of keys) {
    const readers = new Map<Identity | typeof INITIAL, Read[]>();
    for (const read of key.reads) {
      const last = lastElement(read.elements);
      const writer = key.committedAppend(last)?.transaction;
      if (writer !== undefined) {
        graph.link(writer.id, read.transaction.id, WR);
      }
      const identity = last === INITIAL ? INITIAL : identityOf(last);
      const others = readers.get(identity);
      if (others === undefined) {
        readers.set(identity, [read]);
      } else {
        others.push(read);
      }
    }
    for (const { transaction, step } of key.appends.values()) {
      if (transaction.status === "fail") {
        continue;
      }
      const before = key.elementBefore(step.value);
      const previous = key.committedAppend(before)?.transaction;
      if (previous !== undefined) {
        graph.link(previous.id, transaction.id, WW);
      }
      for (const reader of readers.get(before === INITIAL ? INITIAL : identityOf(before)) ?? []) {
        graph.link(reader.transaction.id, transaction.id, RW);
      }
    }
  }
}

/** Tells why, by one relation, `a` comes before `b`, in Elle's words. */
export function explainListAppend(
  keys: ReadonlyMap<Identity, KeyHistory>,
  relation: number,
  a: Transaction,
  b: Transaction,
): Step {
  if (relation === PROCESS || relation === REALTIME) {
    return explainSessionOrder(relation, a, b);
  }
  for (const [bIndex, step] of b.steps.entries()) {
    const key = keys.get(step.keyIdentity);
    const found = key === undefined ? undefined : explainStep(key, relation, a, step, bIndex);
    if (found !== undefined) {
      return found;
    }
  }
  throw new Error(
    `explainListAppend found no reason why operation ${a.completion.index} is before ${b.completion.index}. Pass an edge of the graph of the same keys.`,
  );
}

function explainStep(
  key: KeyHistory,
  relation: number,
  a: Transaction,
  step: MicroOperation,
  bIndex: number,
): Step | undefined {
  const shownKey = printEdn(key.key);
  if (relation === WR) {
    const last = step.kind === "read" ? lastElement(step.value) : INITIAL;
    if (last === INITIAL || key.committedAppend(last)?.transaction !== a) {
      return undefined;
    }
    return {
      fields: {
        type: keyword("wr"),
        key: key.key,
        value: last,
        "a-mop-index": indexOfAppend(a, key, last),
        "b-mop-index": bIndex,
      },
      because: (nameOfA, nameOfB) =>
        `${nameOfB} observed ${nameOfA}'s append of ${printEdn(last)} to key ${shownKey}`,
    };
  }
  if (step.kind === "read") {
    return undefined;
  }
  const before = key.elementBefore(step.value);
  const value = before === INITIAL ? keyword("elle.list-append/init") : before;
  const appended = printEdn(step.value);
  if (relation === WW) {
    if (before === INITIAL || key.committedAppend(before)?.transaction !== a) {
      return undefined;
    }
    return {
      fields: {
        type: keyword("ww"),
        key: key.key,
        value,
        "value'": step.value,
        "a-mop-index": indexOfAppend(a, key, before),
        "b-mop-index": bIndex,
      },
      because: (nameOfA, nameOfB) =>
        `${nameOfB} appended ${appended} after ${nameOfA} appended ${printEdn(before)} to ${shownKey}`,
    };
  }
  const aIndex = a.steps.findIndex((read) => isReadUpTo(read, key, before));
  if (aIndex < 0) {
    return undefined;
  }
  return {
    fields: {
      type: keyword("rw"),
      key: key.key,
      value,
      "value'": step.value,
      "a-mop-index": aIndex,
      "b-mop-index": bIndex,
    },
    because: (nameOfA, nameOfB) =>
      before === INITIAL
        ? `${nameOfA} observed the initial (nil) state of ${shownKey}, which ${nameOfB} created by appending ${appended}`
        : `${nameOfA} did not observe ${nameOfB}'s append of ${appended} to ${shownKey}`,
  };
}

function lastElement(value: Datum): Element {
  return Array.isArray(value) && value.length > 0 ? (value[value.length - 1] ?? null) : INITIAL;
}

function indexOfAppend(transaction: Transaction, key: KeyHistory, element: Datum): number {
  return transaction.steps.findIndex(
    (step) => step.kind === "write" && isSameDatum(step.key, key.key) && isSameDatum(step.value, element),
  );
}

function isReadUpTo(step: MicroOperation, key: KeyHistory, element: Element): boolean {
  if (step.kind !== "read" || !isSameDatum(step.key, key.key)) {
    return false;
  }
  const last = lastElement(step.value);
  return last === INITIAL || element === INITIAL ? last === element : isSameDatum(last, element);
}
