/**
 * Nodes that fall silent: from some moment on they answer no client, although requests reach them. A deadlock, an
 * endless loop, a handler that threw and took the reader with it. Nothing in Maelstrom's results tells it from an
 * operation that was merely slow.
 */
import { type Nanoseconds, printExactJson, type SendEvent } from "@gossip-glomers/history";
import { condense } from "../finding/condense.ts";
import { count, lastStderrLines, seconds } from "../finding/phrase.ts";
import { bodyField, isClient, type Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";

interface Activity {
  /** When it last told a client anything, be it wrong or too late. */
  lastAnswer: Nanoseconds | null;
  /** What reached it from clients since then, in order of delivery; nearly all of it is requests. */
  unanswered: Delivery[];
  /** When it last sent a message to another node or a service, and how many since its last answer. */
  sentToServers: number;
}

interface Delivery {
  readonly message: SendEvent;
  readonly at: Nanoseconds;
}

/** One warning for each node that fell silent. A node that exited is not told again. */
export function findUnresponsive(run: Run): readonly Finding[] {
  const silent = [...activities(run)].filter(([, { unanswered }]) => unanswered.length > 0);
  if (silent.length === 0) return [];
  const given = givenUp(run);
  const exited = new Set(run.faults.filter(({ fault }) => fault.fault === "exited").map(({ node }) => node));
  return silent.flatMap(([node, activity]) => {
    const requests = activity.unanswered.filter(({ message }) => isRequest(message));
    // Without a request that its client gave up, the run may have ended while the node was at work.
    if (exited.has(node) || !requests.some(({ message }) => given.has(message.id))) return [];
    return silence(run, node, activity, requests);
  });
}

function isRequest(message: SendEvent): boolean {
  return typeof bodyField(message, "msg_id") === "number";
}

/** The ids of requests whose operation is over. */
function givenUp(run: Run): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const { op, request } of run.carriers.values()) {
    if (op.type !== "invoke" && request !== undefined) ids.add(request);
  }
  return ids;
}

function activities(run: Run): ReadonlyMap<string, Activity> {
  const byNode = new Map<string, Activity>();
  const activityOf = (node: string): Activity => {
    const known = byNode.get(node);
    if (known !== undefined) return known;
    const fresh = { lastAnswer: null, unanswered: [], sentToServers: 0 };
    byNode.set(node, fresh);
    return fresh;
  };
  for (const event of run.events) {
    if (event.kind === "recv") {
      const message = run.messages.get(event.id);
      if (message !== undefined && isClient(message.src)) {
        activityOf(message.dest).unanswered.push({ message, at: event.at });
      }
    } else if (event.kind === "send" && !isClient(event.src)) {
      if (isClient(event.dest)) answered(activityOf(event.src), event.at);
      else if (event.dest !== event.src) activityOf(event.src).sentToServers++;
    } else if (event.kind === "fault") {
      // A broken or late answer is a sign of life, and has a finding of its own.
      answered(activityOf(event.node), event.at);
    }
  }
  return byNode;
}

function answered(activity: Activity, at: Nanoseconds): void {
  activity.lastAnswer = at;
  if (activity.unanswered.length > 0) activity.unanswered = [];
  activity.sentToServers = 0;
}

function silence(
  run: Run,
  node: string,
  { lastAnswer, sentToServers }: Activity,
  requests: readonly Delivery[],
): readonly Finding[] {
  const [first] = requests;
  if (first === undefined) return [];
  const { message, at } = first;
  const since =
    lastAnswer === null ? "never answered a client" : `answered no client after ${seconds(lastAnswer)}`;
  const others =
    sentToServers === 0 ? "" : ` It still sent ${count(sentToServers, "message")} to other nodes.`;
  return condense(run, "unresponsive", "warning", [
    {
      sentence:
        `${node} ${since}, although ${count(requests.length, "request")} reached it. The first was message ` +
        `${message.id} of ${message.src} (${printExactJson(bodyField(message, "type") ?? null)}), delivered at ` +
        `${seconds(at)}.${others}`,
      at,
      node,
      messages: requests.slice(0, TOLD).map(({ message: { id } }) => id),
      details: lastStderrLines(run, node, Number.POSITIVE_INFINITY),
    },
  ]);
}

/** So many ids of unanswered requests are told. */
const TOLD = 5;
