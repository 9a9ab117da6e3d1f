/**
 * Cycles of information: who polled a message depends on who sent it, and what began after something was over depends
 * on that. A cycle of both is G1c-realtime: somebody read what was sent only later.
 *
 * Maelstrom asks Elle for them, without version orders: that a message is before another in a log says nothing about
 * their senders, since Kafka does not isolate writes.
 */
import { type Datum, EdnList, keyword, type Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import { type Naming, seconds } from "../finding/phrase.ts";
import { followCalls } from "../run/calls.ts";
import {
  findCycles,
  type KnownCycle,
  relationNames,
  type UnshownCycle,
} from "../transactions/graph/cycle-kinds.ts";
import { GraphBuilder } from "../transactions/graph/directed-graph.ts";
import { REALTIME, WR } from "../transactions/graph/relation.ts";
import { linkRealtime } from "../transactions/graph/session-order.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, messageName } from "./cases.ts";
import { isLogFunction, type LogOperation, messagesOf } from "./messages.ts";
import { getOrAdd } from "./version-order.ts";

/** How many edges the search for one kind of cycle in one component may look at. */
const BUDGET = 5_000_000;

/** Cases by the name of the kind; `empty-transaction-graph` if nothing depends on anything. */
export function cycles(analysis: LogAnalysis): ReadonlyMap<string, readonly LogCase[]> {
  const { transactions, events } = verticesOf(analysis);
  const graph = new GraphBuilder(transactions.length);
  const idOf = new Map(transactions.map(({ completion, id }) => [completion.index, id]));
  for (const [key, readers] of analysis.readersOf) {
    for (const [value, list] of readers) {
      const writer = idOf.get(analysis.writerOf.get(key)?.get(value)?.operation.index ?? -1);
      if (writer === undefined) continue;
      for (const { operation } of list) graph.link(writer, idOf.get(operation.index) ?? writer, WR);
    }
  }
  linkRealtime({ transactions, events }, graph);
  const found = new Map<string, LogCase[]>();
  if (graph.isEmpty) found.set("empty-transaction-graph", [nothingDepends]);
  const report = findCycles(graph.build(), [WR, REALTIME], BUDGET);
  for (const cycle of report.cycles)
    getOrAdd(found, cycle.kind, () => []).push(cycleCase(cycle, transactions, analysis));
  for (const unshown of report.unshown)
    getOrAdd(found, unshown.kind, () => []).push(proofCase(unshown, transactions));
  return found;
}

const nothingDepends: LogCase = {
  record: {},
  size: 0,
  operations: [],
  tell: () =>
    "No send or poll depends on another one, so no order could be checked. Maelstrom calls that invalid.",
};

/** A send or a poll as a vertex. To Elle a failed one is as good as one of unknown outcome. */
interface Vertex {
  readonly id: number;
  readonly status: "ok" | "info";
  readonly invocation: Operation;
  /** The invocation itself if the history ends before it completes. */
  readonly completion: Operation;
}

function verticesOf({ history }: LogAnalysis): {
  transactions: readonly Vertex[];
  events: readonly number[];
} {
  const transactions: Vertex[] = [];
  const events: number[] = [];
  followCalls(
    history,
    (invocation) => {
      if (!isLogFunction(invocation.f)) return null;
      const id = transactions.length;
      transactions.push({ id, status: "info", invocation, completion: invocation });
      events.push(id);
      return id;
    },
    (completion, begun) => {
      const vertex = transactions[begun ?? -1];
      if (vertex === undefined) return;
      transactions[vertex.id] = { ...vertex, status: completion.type === "ok" ? "ok" : "info", completion };
      events.push(~vertex.id);
    },
  );
  // A history that was edited may not be in the order of its indices, and they count.
  const indexOf = (event: number): number =>
    (event < 0 ? transactions[~event]?.completion : transactions[event]?.invocation)?.index ?? 0;
  return { transactions, events: events.sort((a, b) => indexOf(a) - indexOf(b)) };
}

function cycleCase(
  { kind, vertices, relations }: KnownCycle,
  transactions: readonly Vertex[],
  analysis: LogAnalysis,
): LogCase {
  const members = vertices.flatMap((vertex) => transactions[vertex] ?? []);
  const steps = members.map((from, position) => {
    const to = members[(position + 1) % members.length] ?? from;
    return relations[position] === WR ? readStep(from, to, analysis) : realtimeStep(from, to);
  });
  const operations = members.map(({ completion }) => completion);
  return {
    record: {
      cycle: [...operations, ...operations.slice(0, 1)].map(operationRecord),
      steps: new EdnList(steps.map(({ record }) => record)),
      type: keyword(kind),
    },
    size: steps.length,
    operations,
    tell: (named) => {
      const told = steps.map(({ because }) => because(named));
      const last = told.pop() ?? "";
      return `${told.join("; ")}. However, ${last}: a contradiction.`;
    },
  };
}

interface Step {
  readonly record: Datum;
  readonly because: (named: Naming) => string;
}

function realtimeStep(from: Vertex, to: Vertex): Step {
  return {
    record: {
      type: keyword("realtime"),
      "a'": operationRecord(from.completion),
      b: operationRecord(to.invocation),
    },
    because: (named) =>
      `${named(from.completion)} was over before ${named(to.completion)} began ` +
      `(operation ${to.invocation.index}, ${seconds(to.invocation.time)})`,
  };
}

function readStep(from: Vertex, to: Vertex, { logOperationAt }: LogAnalysis): Step {
  const [key, value] = messageBetween(
    logOperationAt.get(from.completion.index),
    logOperationAt.get(to.completion.index),
  );
  return {
    // Each of Maelstrom's operations is one micro-operation.
    record: {
      type: keyword("wr"),
      key: datumOf(key),
      value: datumOf(value),
      "a-mop-index": 0,
      "b-mop-index": 0,
    },
    because: (named) =>
      `${named(from.completion)} sent ${messageName(key, value)}, which ${named(to.completion)} has`,
  };
}

function messageBetween(
  writer: LogOperation | undefined,
  reader: LogOperation | undefined,
): [Identity, Identity] {
  for (const { key, messages } of writer?.sends ?? []) {
    for (const { value } of messages) {
      if (messagesOf(reader?.polls ?? [], key)?.some((polled) => polled.value === value) === true)
        return [key, value];
    }
  }
  return [null, null];
}

/** Elle names dependencies through predicates beside those through items; a log has none. */
function withPredicates(relation: string): readonly string[] {
  return relation === "ww" || relation === "wr" ? [relation, `${relation}p`] : [relation];
}

function proofCase(
  { kind, model, relations, vertices }: UnshownCycle,
  transactions: readonly Vertex[],
): LogCase {
  const operations = vertices.flatMap((vertex) => transactions[vertex]?.completion ?? []);
  const indices = operations.map(({ index }) => index).sort((a, b) => a - b);
  return {
    record: {
      type: keyword(kind),
      not: keyword(model),
      subgraph: [keyword("union"), ...relationNames(relations).flatMap(withPredicates).map(keyword)],
      "scc-size": operations.length,
      scc: new Set(indices),
    },
    size: operations.length,
    operations,
    tell: () =>
      `Operations ${indices.slice(0, 8).join(", ")} depend on each other in a circle, which ${model} forbids.`,
  };
}
