/**
 * What the official table measures, of a stored run of Maelstrom's: its own figures from results.edn, and what stands in history
 * and journal.
 *
 * The history does not say which node an operation was sent to, nor by which messages. The node follows from the process: with c
 * threads, process p is that of thread p mod c, and thread t talks to node t mod n (MAELSTROM.md 7.4 and 8). The messages follow
 * only if each node has one thread: then its requests are in the order of its operations.
 */
import { type Run, runOfEvents } from "@gossip-glomers/checkers";
import { type OperationEvent, readStoredRun, type SendEvent, type StoredRun } from "@gossip-glomers/history";
import { figuresOf, type MeasureName, type Measures } from "../challenges/figures.ts";
import { type ObservationName, observationUnits, observe } from "../challenges/observations/observations.ts";
import { demandsOf, type Row } from "../challenges/table.ts";
import { journalEvents } from "../check/journal-events.ts";
import type { TestOptions } from "../options/test-options.ts";

type Cluster = Pick<TestOptions, "nodes" | "concurrency">;

/** @throws {StoreError} if a file of the run is broken */
export function measureStored(folder: string, row: Row, cluster: Cluster): Measures {
  const stored = readStoredRun(folder);
  const wanted = demandsOf(row).flatMap((demand) => ("measure" in demand ? [demand.measure] : []));
  const observed = wanted.filter(isObservation);
  const run = runOf(stored, cluster);
  // Without the messages of an operation there is nothing to hold against this.
  const isBlind = stored.journal === null || !hasOneThreadEach(cluster);
  const blind = new Set<ObservationName>(isBlind ? observed.filter((name) => name === "unstored adds") : []);
  return new Map<MeasureName, number | null>([
    ...(stored.results === null ? [] : figuresOf(stored.results)),
    ...observe(run, cluster.nodes, new Set(observed.filter((name) => !blind.has(name)))),
    ...[...blind].map((name): [MeasureName, null] => [name, null]),
  ]);
}

function runOf({ history, journal }: StoredRun, cluster: Cluster): Run {
  const messages = journalEvents(journal);
  const plain = runOfEvents(messages);
  const requests = hasOneThreadEach(cluster) ? requestsOf(plain) : new Map<string, Request[]>();
  const open = new Map<number, Request>();
  const operations = history.map((op): OperationEvent => {
    const { process, type, f } = op;
    const event = { kind: "op", at: op.time, op } as const;
    if (process === "nemesis") return event;
    const node = cluster.nodes[(process % cluster.concurrency) % cluster.nodes.length];
    if (node === undefined) return event;
    if (type === "invoke") {
      const request = requests.get(`${node} ${f}`)?.shift();
      if (request !== undefined) open.set(process, request);
      return { ...event, node };
    }
    const { request, reply } = open.get(process) ?? {};
    open.delete(process);
    return {
      ...event,
      node,
      ...(request === undefined ? {} : { request }),
      ...(reply === undefined ? {} : { reply }),
    };
  });
  return runOfEvents([...operations, ...messages]);
}

/** Ids of the messages that an operation consists of. */
interface Request {
  readonly request: number;
  readonly reply?: number;
}

/** What clients asked each node, by node and type, in order. */
function requestsOf(run: Run): Map<string, Request[]> {
  const replies = new Map<string, number>();
  for (const message of run.messages.values()) {
    const answered = fieldOf(message, "in_reply_to");
    if (answered !== undefined) replies.set(`${message.src} ${message.dest} ${String(answered)}`, message.id);
  }
  const requests = new Map<string, Request[]>();
  for (const message of run.messages.values()) {
    if (!message.src.startsWith("c")) continue;
    const key = `${message.dest} ${String(fieldOf(message, "type"))}`;
    const reply = replies.get(`${message.dest} ${message.src} ${String(fieldOf(message, "msg_id"))}`);
    const of = requests.get(key) ?? [];
    of.push({ request: message.id, ...(reply === undefined ? {} : { reply }) });
    requests.set(key, of);
  }
  return requests;
}

function fieldOf({ body }: SendEvent, name: string): unknown {
  return typeof body === "object" && body !== null && Object.hasOwn(body, name)
    ? Reflect.get(body, name)
    : undefined;
}

function hasOneThreadEach({ nodes, concurrency }: Cluster): boolean {
  return concurrency === nodes.length;
}

function isObservation(name: MeasureName): name is ObservationName {
  return Object.hasOwn(observationUnits, name);
}
