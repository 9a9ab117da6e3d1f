/**
 * A node's fault in a sentence, for a test that ends before its first operation. Of a test that is judged the checkers say
 * the same, with more of what was going on; they are not within reach here.
 */
import type { NodeFault } from "@gossip-glomers/history";

/** An exit ends the test by itself, and is told by the error. */
export type LivingFault = Exclude<NodeFault, { readonly fault: "exited" }>;

/** A line longer than this would hide what to do about it; the trace has it whole. */
const LONGEST_LINE = 200;

const NEVER_READ_AGAIN = "after which Maelstrom never reads a node again";

export function faultSentence(fault: LivingFault): string {
  switch (fault.fault) {
    case "not-json":
      return `It printed a line to stdout that is not JSON (${fault.reason}), ${NEVER_READ_AGAIN}; print everything that is no message to stderr. The line: ${quoted(fault.line)}`;
    case "malformed-message":
      return `It printed a message that is malformed (${fault.reason}), ${NEVER_READ_AGAIN}; send only src, dest and body, the first two strings. The line: ${quoted(fault.line)}`;
    case "unknown-address":
      return `It sent a message from or to ${fault.address}, which does not exist, ${NEVER_READ_AGAIN}; answer to the src of the request, under the node's own name; services are called lin-kv, seq-kv, lww-kv and lin-tso. The line: ${quoted(fault.line)}`;
    case "late-reply":
      return `It answered ${fault.client} when that was gone, ${NEVER_READ_AGAIN}; answer to the src of the request, and in time. The line: ${quoted(fault.line)}`;
    case "trailing-text":
      return `It printed more than one message on a line, of which Maelstrom reads the first; end each with a line end. Lost was: ${quoted(fault.text)}`;
    case "flood":
      return `It flooded its ${fault.stream}: ${fault.reason}; print less.`;
    case "repeated":
      return `It did so ${fault.count} times more (${fault.of}).`;
  }
}

/** It is no fault, as nothing says when the end of a line must come; but nobody hears what has none. */
export function unfinishedSentence(line: string): string {
  return `It printed to stdout what has no line end yet, so that nobody reads it; end each message with one. It is: ${quoted(line)}`;
}

/** As a JSON string, in which a control character cannot do anything to a terminal. */
function quoted(line: string): string {
  if (line.length <= LONGEST_LINE) return JSON.stringify(line);
  return `${JSON.stringify(line.slice(0, LONGEST_LINE))} and ${line.length - LONGEST_LINE} characters more`;
}
