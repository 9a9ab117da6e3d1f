/** The words in which findings speak of times, operations and lines. */
import { type Nanoseconds, type Operation, printEdn } from "@gossip-glomers/history";
import type { Run } from "../run/run.ts";

/** A time in seconds since the start of the run, to the millisecond. */
export function seconds(at: Nanoseconds): string {
  return `${(at / 1e9).toFixed(3)} s`;
}

/** `1 message`, `2 messages`. */
export function count(number: number, singular: string, plural: string = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** Longer quotations are cut: a node may print ten megabytes on one line. */
const LONGEST_QUOTATION = 1_000;

/** A text as it is, or its beginning and how much is missing. */
export function quoted(text: string): string {
  if (text.length <= LONGEST_QUOTATION) return text;
  return `${text.slice(0, LONGEST_QUOTATION)}… (${text.length - LONGEST_QUOTATION} characters more)`;
}

/** So many of a node's last lines of stderr are quoted. */
const LAST_LINES = 5;

/** What a node wrote to stderr last before a time, one detail a line. */
export function lastStderrLines(run: Run, node: string, until: Nanoseconds): readonly string[] {
  const lines = (run.logs.get(node) ?? []).filter(({ at }) => at <= until);
  return lines
    .slice(-LAST_LINES)
    .map(({ at, line }) => `stderr of ${node} at ${seconds(at)}: ${quoted(line)}`);
}

/** Who did an operation, at which node: `c4 at n2`, or the process if there is no trace. */
export function actor(run: Run, operation: Operation): string {
  const carrier = run.carriers.get(operation.index);
  if (carrier?.client === undefined) return `process ${operation.process}`;
  return carrier.node === undefined ? carrier.client : `${carrier.client} at ${carrier.node}`;
}

/** How an operation ended: `info, :net-timeout`. */
export function outcome(operation: Operation): string {
  return operation.error === undefined
    ? operation.type
    : `${operation.type}, ${quoted(printEdn(operation.error))}`;
}

/** Where to find an operation: `operation 12 (message 40)`, by the ids of its request and its reply. */
export function reference(run: Run, operation: Operation): string {
  const messages = messagesOf(run, operation);
  if (messages.length === 0) return `operation ${operation.index}`;
  return `operation ${operation.index}, ${messages.length === 1 ? "message" : "messages"} ${messages.join(" and ")}`;
}

/** The ids of an operation's request and reply, as far as they are known. */
export function messagesOf(run: Run, operation: Operation): readonly number[] {
  const { request, reply } = run.carriers.get(operation.index) ?? {};
  return [request, reply].filter((id) => id !== undefined);
}

/** The node that an operation went to, if it is known. */
export function nodeOf(run: Run, operation: Operation): string | undefined {
  return run.carriers.get(operation.index)?.node;
}
