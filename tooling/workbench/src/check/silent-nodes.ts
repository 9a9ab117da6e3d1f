/**
 * Nodes that fell silent in a run of Maelstrom's: from some moment on they sent nothing, although clients' requests reached them.
 *
 * That is what a muted node (MAELSTROM.md 4.2), one that ended and one that hangs leave in the journal, and Maelstrom's results
 * tell it from merely slow operations no more than the journal tells the three from each other. `jepsen.log` does; what it
 * says of a node is told by the checkers, so such a node is not told again here.
 */
import type { Finding } from "@gossip-glomers/checkers";
import { isExactRecord, type JournalEvent, type StoredRun } from "@gossip-glomers/history";

/** So long the journal must go on after a request: as Maelstrom waits for each at its end, a healthy node has answered by then. */
const PATIENCE_NS = 1e9;

/** So many messages, and so many last lines of stderr, are told. */
const TOLD = 5;
const LAST_LINES = 3;

/** @param told - nodes of which it is said already why they fell silent */
export function findSilentNodes(
  { journal, nodeLogs }: Pick<StoredRun, "journal" | "nodeLogs">,
  told: ReadonlySet<string>,
): readonly Finding[] {
  if (journal === null) return [];
  const end = journal.reduce((last, { time }) => Math.max(last, time), 0);
  return [...silences(journal)].flatMap(([node, { since, unanswered }]) => {
    const [first] = unanswered;
    if (told.has(node) || first === undefined || end - first.time < PATIENCE_NS) return [];
    const { message } = first;
    return [
      {
        kind: "silent-node",
        severity: "warning",
        summary:
          `${node} sent ${since === null ? "nothing at all" : `nothing more after ${seconds(since)} of the journal`}, although ` +
          `${unanswered.length} ${unanswered.length === 1 ? "request" : "requests"} of clients reached it. The first was message ` +
          `${message.id} of ${message.src} (${typeOf(first)}), at ${seconds(first.time)}. Either it ended or hung, ` +
          "or Maelstrom no longer read it, as after a line on stdout that is no message; node-logs and jepsen.log tell which.",
        node,
        operations: [],
        messages: unanswered.slice(0, TOLD).map(({ message: { id } }) => id),
        details: (nodeLogs.get(node) ?? []).slice(-LAST_LINES).map((line) => `stderr: ${line}`),
      },
    ];
  });
}

interface Silence {
  /** When the node last sent anything. */
  readonly since: number | null;
  /** The requests of clients that reached it after that. */
  readonly unanswered: JournalEvent[];
}

/** By name, whoever sent anything or had a request of a client. */
function silences(journal: readonly JournalEvent[]): ReadonlyMap<string, Silence> {
  const found = new Map<string, Silence>();
  for (const event of journal) {
    const { type, time, message } = event;
    if (type === "send" && !isClient(message.src)) {
      found.set(message.src, { since: time, unanswered: [] });
    } else if (type === "recv" && isClient(message.src)) {
      const silence = found.get(message.dest) ?? { since: null, unanswered: [] };
      silence.unanswered.push(event);
      found.set(message.dest, silence);
    }
  }
  return found;
}

function isClient(address: string): boolean {
  return address.startsWith("c");
}

function typeOf({ message: { body } }: JournalEvent): string {
  return isExactRecord(body) ? String(body.type) : "no object";
}

function seconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e9).toFixed(3)} s`;
}
