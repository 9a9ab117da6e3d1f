/**
 * What Jepsen's log tells of a run and its results do not: a node that Maelstrom has stopped reading, and why the test
 * crashed (MAELSTROM.md 2.6 and 4.2).
 */
import {
  EdnSyntaxError,
  type ExactRecord,
  isExactRecord,
  isRecord,
  type NodeFault,
  type NodeFaultEvent,
  printExactJson,
  readEdn,
  Tagged,
  wireJson,
} from "@gossip-glomers/history";
import type { LogEntry } from "./jepsen-log.ts";

/** Why Maelstrom ended with 255 and judged nothing. */
export type TestCrash =
  /** A process had ended by itself; noticed only when it was to be stopped. */
  | {
      readonly kind: "node-exited";
      readonly node: string;
      readonly status: number;
      readonly stdout: readonly string[];
      readonly stderr: readonly string[];
    }
  /** A node did not answer init with init_ok within 10 s. */
  | { readonly kind: "init-failed"; readonly node: string; readonly reason: string }
  /** The program could not be started. */
  | { readonly kind: "not-started"; readonly program: string; readonly reason: string }
  | { readonly kind: "other"; readonly reason: string };

export interface LogStory {
  /** Null if the test came to its end, or the log was cut off. */
  readonly crash: TestCrash | null;
  /** What nodes did after which Maelstrom never read them again. */
  readonly faults: readonly NodeFaultEvent[];
}

/** Tells the story of one run. */
export function storyOf(entries: readonly LogEntry[]): LogStory {
  const start = entries.find(({ message }) => message.startsWith("Relative time begins now"))?.at ?? null;
  // Nodes that still talk while the network is taken down are muted, too; that harms nobody.
  const end = entries.findIndex(({ message }) => message.startsWith("Run complete"));
  const during = end < 0 ? entries : entries.slice(0, end);
  const crashes = entries.filter(
    ({ message }) => message.startsWith("Test crashed!") || /^Oh jeez.*Jepsen broke/.test(message),
  );
  const [crash] = crashes;
  return {
    crash: crash === undefined ? null : crashFrom(crash.message.split("\n").slice(1).join("\n")),
    faults: during.flatMap((entry) => muteIn(entry, start)),
  };
}

/** `[n1 stdout] maelstrom.process: Error!` and the exception that the reader of n1's stdout died of. */
function muteIn(entry: LogEntry, start: number | null): readonly NodeFaultEvent[] {
  const node = /^(\S+) stdout$/.exec(entry.thread)?.[1];
  if (node === undefined || entry.logger !== "maelstrom.process" || !entry.message.startsWith("Error!"))
    return [];
  const exception = entry.message.slice("Error!".length).trim();
  const since = entry.at === null || start === null ? 0 : Math.max(entry.at - start, 0);
  return [{ kind: "fault", at: since * 1e6, node, fault: faultFrom(exception) }];
}

const NOT_JSON =
  /printed a line to STDOUT which was not well-formed JSON:\n([\s\S]*?)\nDid you mean to encode/;
const MALFORMED =
  /Malformed network message\. [^\n]* via STDOUT:\n\n([\s\S]*?)\n+This is malformed because:\n\n([\s\S]*?)(?:\n+See doc\/|$)/;
const NOWHERE = /Invalid (dest|source) for message (#[^\n]*)/;

function faultFrom(exception: string): NodeFault {
  const line = NOT_JSON.exec(exception)?.[1];
  if (line !== undefined) return { fault: "not-json", line, reason: "Maelstrom could not read it as JSON" };
  const [, message, errors] = MALFORMED.exec(exception) ?? [];
  if (message !== undefined)
    return { fault: "malformed-message", line: oneLine(message), reason: oneLine(errors ?? "") };
  const [, end, printed] = NOWHERE.exec(exception) ?? [];
  if (printed !== undefined) return addressFault(end === "dest" ? "dest" : "src", printed);
  return { fault: "malformed-message", line: "(not in the log)", reason: oneLine(exception) };
}

/**
 * A message whose sender or receiver does not exist. A client's name that counts on from those that were there is that of a
 * client which has left: an answer to it is a reply that came later than 5 s.
 */
function addressFault(field: "dest" | "src", printed: string): NodeFault {
  const message = messageIn(printed);
  if (message === null) return { fault: "unknown-address", line: printed, address: `an unknown ${field}` };
  const line = printExactJson(message);
  const { [field]: named, body = null } = message;
  const address = typeof named === "string" ? named : printExactJson(named ?? null);
  const isReply = isExactRecord(body) && Object.hasOwn(body, "in_reply_to");
  return field === "dest" && /^c\d+$/.test(address) && isReply
    ? { fault: "late-reply", line, client: address, request: null }
    : { fault: "unknown-address", line, address };
}

/** `#maelstrom.net.message.Message{:id 71, :src "n1", …}` as the node had written it: without the id, which is Maelstrom's. */
function messageIn(printed: string): ExactRecord | null {
  try {
    const datum = readEdn(printed);
    const record = datum instanceof Tagged ? datum.value : datum;
    if (!isRecord(record)) return null;
    const { id: _, ...message } = record;
    const json = wireJson(message);
    return isExactRecord(json) ? json : null;
  } catch (error) {
    if (error instanceof EdnSyntaxError) return null;
    throw error;
  }
}

const EXITED =
  /Node (\S+) crashed with exit status (-?\d+)\. Before crashing, it wrote to STDOUT:\n\n([\s\S]*?)\n\nAnd to STDERR:\n\n([\s\S]*?)(?:\n\nFull STDERR logs|$)/;
const NO_INIT = /Expected node (\S+) to respond to an init message[^\n]*/;
const NO_PROGRAM = /Cannot run program "([^"]*)"[^\n]*?: ((?:error=|CreateProcess)[^\n]*)/;

function crashFrom(exception: string): TestCrash {
  const [, node, status, stdout = "", stderr = ""] = EXITED.exec(exception) ?? [];
  if (node !== undefined && status !== undefined)
    return {
      kind: "node-exited",
      node,
      status: Number(status),
      stdout: linesOf(stdout),
      stderr: linesOf(stderr),
    };
  const init = NO_INIT.exec(exception);
  if (init !== null) return { kind: "init-failed", node: init[1] ?? "", reason: init[0] };
  const [, program, reason] = NO_PROGRAM.exec(exception) ?? [];
  if (program !== undefined && reason !== undefined) return { kind: "not-started", program, reason };
  return { kind: "other", reason: exception.split("\n", 1)[0] ?? "" };
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
