/**
 * Errors without a code that is a number. Maelstrom takes them for unknown ones, so that nobody knows whether the operation
 * happened (MAELSTROM.md 7.3): a node that refuses every second cas with `"code": "22"` gets a history in which almost
 * anything is allowed, and a verdict that says little.
 */
import type { Finding, Run } from "@gossip-glomers/checkers";
import { printExactJson, type SendEvent } from "@gossip-glomers/history";
import { bodyField } from "./unheard-answers.ts";

/** So many messages of a node's are named. */
const TOLD = 5;

/** A warning for each node that answers clients so. */
export function tellUnreadableErrors(run: Run): readonly Finding[] {
  const byNode = new Map<string, SendEvent[]>();
  for (const message of run.messages.values()) {
    if (!message.dest.startsWith("c") || message.src.startsWith("c")) continue;
    if (bodyField(message, "type") !== "error" || hasCode(message)) continue;
    const known = byNode.get(message.src);
    if (known === undefined) byNode.set(message.src, [message]);
    else known.push(message);
  }
  return [...byNode].flatMap(([node, errors]) => {
    const [first] = errors;
    return first === undefined ? [] : [finding(node, first, errors)];
  });
}

function hasCode(message: SendEvent): boolean {
  const code = bodyField(message, "code");
  // Integers are that, and 11.0 is none.
  return typeof code === "number" || typeof code === "bigint";
}

function finding(node: string, first: SendEvent, errors: readonly SendEvent[]): Finding {
  const code = bodyField(first, "code");
  const fault = code === undefined ? "no code" : `the code ${printExactJson(code)}`;
  const others = errors.length - 1;
  const more = others === 0 ? "" : ` There ${others === 1 ? "is" : "are"} ${others} more such.`;
  return {
    kind: "unreadable-error",
    severity: "warning",
    summary:
      `${node} answered ${first.dest} with an error that has ${fault}, in message ${first.id} at ${(first.at / 1e9).toFixed(3)} s.${more} ` +
      "Maelstrom takes it for unknown, so that the operation may have happened; the code must be a number, such as 11 for one that has not.",
    at: first.at,
    node,
    operations: [],
    messages: errors.slice(0, TOLD).map(({ id }) => id),
    details: [`message ${first.id}: ${printExactJson(first.body).slice(0, LONGEST_BODY)}`],
  };
}

/** A text longer than this would hide what to do about it; the trace has it whole. */
const LONGEST_BODY = 1_000;
