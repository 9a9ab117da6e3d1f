/**
 * Who comes before whom in a history of registers (MAELSTROM.md 15.4): ww and rw from the order of versions, as far as
 * that is known, wr from a value that one transaction wrote and others read. Read key-history.ts first.
 */
import { type DatumRecord, keyword, printEdn } from "@gossip-glomers/history";
import type { Identity } from "../../datum/identity.ts";
import { isSameDatum } from "../../datum/identity.ts";
import { explainSessionOrder, type Step } from "../explain/step.ts";
import type { GraphBuilder } from "../graph/directed-graph.ts";
import { PROCESS, type Precedence, REALTIME, RW, WR, WW } from "../graph/relation.ts";
import { type MicroOperation, type Transaction, UncheckableHistory } from "../transaction.ts";
import { externalSteps, type RegisterHistory } from "./key-history.ts";

/** An edge that is several things is told as the read first: so a write cycle shows as G1c (MAELSTROM.md 19). */
export const rwRegisterPrecedence: Precedence = [WR, WW, RW, PROCESS, REALTIME];

/**
 * Adds the dependencies of every key.
 *
 * @throws UncheckableHistory when a value that was read was written by two transactions
 */
export function linkRwRegister(keys: Iterable<RegisterHistory>, graph: GraphBuilder): void {
  for (const key of keys) {
    for (const { value, writers, readers, later } of key.versions.values()) {
      const [writer, other] = writers;
      if (writer !== undefined && readers.length > 0) {
        if (other !== undefined) {
          throw duplicateWrite(key, writer, other, printEdn(value));
        }
        linkAll(graph, [writer], readers, WR);
      }
      for (const { writers: overwriters } of later) {
        linkAll(graph, writers, overwriters, WW);
        linkAll(graph, readers, overwriters, RW);
      }
    }
  }
}

/** A transaction depends on itself if it reads first what it writes last, as [[:r x 1] [:w x 1]], or nil. */
function linkAll(
  graph: GraphBuilder,
  before: readonly Transaction[],
  after: readonly Transaction[],
  relation: number,
): void {
  for (const a of before) {
    for (const b of after) {
      if (a === b) {
        graph.linkToItself(a.id, relation);
      } else {
        graph.link(a.id, b.id, relation);
      }
    }
  }
}

function duplicateWrite(
  key: RegisterHistory,
  writer: Transaction,
  other: Transaction,
  value: string,
): UncheckableHistory {
  return new UncheckableHistory(
    "duplicate-write",
    [writer.completion, other.completion],
    (named) =>
      `key ${printEdn(key.key)} had value ${value} written by more than one op: ${named(writer.completion)} and ${named(other.completion)}. A read tells its writer only where every write of a key is unique.`,
  );
}

/** Tells why, by one relation, `a` comes before `b`, in Elle's words. */
export function explainRwRegister(
  keys: ReadonlyMap<Identity, RegisterHistory>,
  relation: number,
  a: Transaction,
  b: Transaction,
): Step {
  if (relation === PROCESS || relation === REALTIME) {
    return explainSessionOrder(relation, a, b);
  }
  const first = externalSteps(a);
  const second = externalSteps(b);
  for (const aStep of relation === RW ? first.reads : first.writes) {
    const bStep = (relation === WR ? second.reads : second.writes).find(
      (step) => step.keyIdentity === aStep.keyIdentity,
    );
    const key = keys.get(aStep.keyIdentity);
    if (bStep !== undefined && key !== undefined && isBefore(key, relation, aStep, bStep)) {
      return explanation(relation, a, aStep, b, bStep);
    }
  }
  throw new Error(
    `explainRwRegister found no reason why operation ${a.completion.index} is before ${b.completion.index}. Pass an edge of the graph of the same keys.`,
  );
}

function isBefore(
  key: RegisterHistory,
  relation: number,
  aStep: MicroOperation,
  bStep: MicroOperation,
): boolean {
  return relation === WR
    ? isSameDatum(aStep.value, bStep.value)
    : key.version(aStep.value).later.includes(key.version(bStep.value));
}

function explanation(
  relation: number,
  a: Transaction,
  aStep: MicroOperation,
  b: Transaction,
  bStep: MicroOperation,
): Step {
  const shownKey = printEdn(aStep.key);
  const earlier = printEdn(aStep.value);
  const later = printEdn(bStep.value);
  const places: DatumRecord = {
    "a-mop-index": a.steps.indexOf(aStep),
    "b-mop-index": b.steps.indexOf(bStep),
  };
  if (relation === WR) {
    return {
      fields: { type: keyword("wr"), key: aStep.key, value: aStep.value, ...places },
      because: (nameOfA, nameOfB) =>
        `${nameOfA} wrote ${shownKey} = ${earlier}, which was read by ${nameOfB}`,
    };
  }
  return {
    fields: {
      key: aStep.key,
      value: aStep.value,
      "value'": bStep.value,
      type: keyword(relation === WW ? "ww" : "rw"),
      ...places,
    },
    because: (nameOfA, nameOfB) =>
      relation === WW
        ? `${nameOfA} set key ${shownKey} to ${earlier}, and ${nameOfB} set it to ${later}, which came later in the version order`
        : `${nameOfA} read key ${shownKey} = ${earlier}, and ${nameOfB} set it to ${later}, which came later in the version order`,
  };
}
