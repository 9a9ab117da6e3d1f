/**
 * Node faults: what a node did that makes the real Maelstrom stop reading it, or stop judging (MAELSTROM.md sections
 * 4.2, 2.6 and 16 #1, #2).
 *
 * There, one stray line on stdout turns every later request to that node into a timeout, and the run may still end in
 * "Everything looks good!". So here these faults make a run invalid, unless Maelstrom's own verdict is asked for.
 */
import { type NodeFault, type NodeFaultEvent, printExactJson, type SendEvent } from "@gossip-glomers/history";
import { type Anomaly, condense } from "../finding/condense.ts";
import { lastStderrLines, quoted, seconds } from "../finding/phrase.ts";
import type { CheckOptions } from "../run/checker.ts";
import { bodyField, type Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";
import { findUnresponsive } from "./unresponsive.ts";

type FaultKind = Exclude<NodeFault["fault"], "repeated">;

/** What Maelstrom does about a fault, and what to do instead. */
const ADVICE: { readonly [kind in FaultKind]: string } = {
  "not-json":
    "Maelstrom never reads a node again after such a line; print everything that is no message to stderr.",
  "malformed-message":
    "Maelstrom never reads a node again after such a message; send only src, dest and body, the first two strings.",
  "unknown-address":
    "Maelstrom never reads a node again after such a message; answer to the src of the request, under the node's own name; services are called lin-kv, seq-kv, lww-kv and lin-tso.",
  "late-reply":
    "Maelstrom's clients leave after 5 s, and it never reads a node again that answers one later; answer in time or not at all.",
  exited:
    "Maelstrom does not judge a run in which a node ended by itself; keep the node running until it is killed.",
  "trailing-text":
    "Maelstrom reads one message a line and drops the rest without a word; end each message with a line end.",
  flood: "Maelstrom would read it all and slow down with it; print less.",
};

/** The faults that make a run invalid; the others are said, as Maelstrom bears them. */
const ERRORS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  "not-json",
  "malformed-message",
  "unknown-address",
  "late-reply",
  "exited",
]);

/** Tells the faults of nodes, grouped by node and kind in the order in which they began, and who fell silent. */
export function checkNodeFaults(run: Run, options: CheckOptions): Verdict {
  const findings: Finding[] = [];
  for (const { node, kind, events } of groups(run)) {
    const severity = ERRORS.has(kind) && !options.maelstromCompat ? "error" : "warning";
    const anomalies = events.map((event) => describe(run, event));
    findings.push(...condense(run, kind, severity, anomalies, ADVICE[kind], repetitions(run, node, kind)));
  }
  findings.push(...findUnresponsive(run));
  return { valid: findings.every(({ severity }) => severity !== "error"), result: {}, findings };
}

interface Group {
  readonly node: string;
  readonly kind: FaultKind;
  readonly events: NodeFaultEvent[];
}

function groups(run: Run): readonly Group[] {
  const found: Group[] = [];
  for (const event of run.faults) {
    const kind = event.fault.fault;
    if (kind === "repeated") continue;
    const group = found.find((known) => known.node === event.node && known.kind === kind);
    if (group === undefined) found.push({ node: event.node, kind, events: [event] });
    else group.events.push(event);
  }
  return found;
}

/** How many more faults of a kind there were than were recorded one by one. */
function repetitions(run: Run, node: string, kind: FaultKind): number {
  let total = 0;
  for (const event of run.faults) {
    if (event.node === node && event.fault.fault === "repeated" && event.fault.of === kind) {
      total += event.fault.count;
    }
  }
  return total;
}

function describe(run: Run, event: NodeFaultEvent): Anomaly {
  const { node, at } = event;
  const { sentence, quotations, messages = [] } = tell(run, event);
  return {
    sentence,
    brief: `at ${seconds(at)}, ${quoted(quotations[0] ?? sentence)}`,
    at,
    node,
    messages,
    // An exit brings the last lines itself, and more of them, as a stack trace is long.
    details: event.fault.fault === "exited" ? quotations : [...quotations, ...lastStderrLines(run, node, at)],
  };
}

interface Telling {
  readonly sentence: string;
  readonly quotations: readonly string[];
  readonly messages?: readonly number[];
}

function tell(run: Run, { node, at, fault }: NodeFaultEvent): Telling {
  const when = `at ${seconds(at)}`;
  switch (fault.fault) {
    case "not-json":
      return {
        sentence: `${node} printed a line to stdout ${when} that is not JSON: ${fault.reason}.`,
        quotations: [stdout(fault.line)],
      };
    case "malformed-message":
      return {
        sentence: `${node} printed a message ${when} that is malformed: ${fault.reason}.`,
        quotations: [stdout(fault.line)],
      };
    case "unknown-address":
      return {
        sentence: `${node} sent a message ${when} from or to ${fault.address}, which does not exist.`,
        quotations: [stdout(fault.line)],
      };
    case "late-reply":
      return lateReply(run, node, fault.client, fault.request, fault.line, at);
    case "exited":
      return exit(run, node, fault, at);
    case "trailing-text":
      return {
        sentence: `${node} printed more than one message on a line ${when}; what follows the first was lost.`,
        quotations: [stdout(fault.line), `lost: ${fault.text}`],
      };
    case "flood":
      return {
        sentence: `${node} flooded its ${fault.stream} ${when}: ${fault.reason}.`,
        quotations: [`${fault.stream}: ${fault.line}`],
      };
    case "repeated":
      return { sentence: `${node} did so ${fault.count} times more (${fault.of}).`, quotations: [] };
  }
}

function lateReply(
  run: Run,
  node: string,
  client: string,
  request: number | null,
  line: string,
  at: number,
): Telling {
  const asked = request === null ? undefined : requestOf(run, node, client, request);
  const which =
    asked === undefined
      ? `${client} at ${seconds(at)}`
      : `${client} at ${seconds(at)}, ${seconds(at - asked.at)} after its request ${request} (message ${asked.id}, sent at ` +
        `${seconds(asked.at)})`;
  return {
    sentence: `${node} answered ${which}, when ${client} was gone.`,
    quotations: [stdout(line)],
    messages: asked === undefined ? [] : [asked.id],
  };
}

function requestOf(run: Run, node: string, client: string, msgId: number): SendEvent | undefined {
  for (const message of run.messages.values()) {
    if (message.src === client && message.dest === node && bodyField(message, "msg_id") === msgId)
      return message;
  }
  return undefined;
}

type Exit = Extract<NodeFault, { fault: "exited" }>;

function exit(run: Run, node: string, { code, signal, stdout: printed, stderr }: Exit, at: number): Telling {
  const how = signal === null ? `exited with status ${code}` : `was ended by ${signal}`;
  const last = lastDelivered(run, node, at);
  const before =
    last === undefined
      ? "before any message reached it"
      : `after message ${last.id} of ${last.src} (${printExactJson(bodyField(last, "type") ?? null)}), the last that reached it`;
  return {
    sentence: `${node} ${how} at ${seconds(at)}, ${before}.`,
    quotations: [...printed.slice(-LAST_OF_STDOUT).map(stdout), ...stderr.map(stderrLine)],
    messages: last === undefined ? [] : [last.id],
  };
}

/** So many of the last lines of stdout are quoted; they are messages, and seldom say why. */
const LAST_OF_STDOUT = 3;

function lastDelivered(run: Run, node: string, until: number): SendEvent | undefined {
  let last: SendEvent | undefined;
  for (const [id, at] of run.deliveries) {
    if (at > until) break;
    const message = run.messages.get(id);
    if (message?.dest === node) last = message;
  }
  return last;
}

function stdout(line: string): string {
  return `stdout: ${line}`;
}

function stderrLine(line: string): string {
  return `stderr: ${line}`;
}
