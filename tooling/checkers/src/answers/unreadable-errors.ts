/**
 * Errors without a code that is a number. Maelstrom takes them for unknown ones, so that nobody knows whether the operation
 * happened (MAELSTROM.md 7.3): a node that refuses every second cas with `"code": "22"` gets a history in which almost
 * anything is allowed, and a verdict that says little.
 */
import { printExactJson, type SendEvent } from "@gossip-glomers/history";
import { condenseByNode } from "../finding/condense.ts";
import { quoted, seconds } from "../finding/phrase.ts";
import { bodyField, isClient, type Run } from "../run/run.ts";
import type { Finding } from "../verdict.ts";

/** A warning for each node that answers clients so. */
export function tellUnreadableErrors(run: Run): readonly Finding[] {
  const errors = [...run.messages.values()].filter(
    (message) =>
      isClient(message.dest) &&
      !isClient(message.src) &&
      bodyField(message, "type") === "error" &&
      !hasCode(message),
  );
  const anomalies = errors.map((error) => ({
    sentence: sentence(error),
    at: error.at,
    node: error.src,
    messages: [error.id],
    details: [`message ${error.id}: ${quoted(printExactJson(error.body))}`],
  }));
  return condenseByNode(
    run,
    "unreadable-error",
    "warning",
    anomalies,
    "Maelstrom takes it for unknown, so that the operation may have happened; the code must be a number, such as 11 for one that has not.",
  );
}

function hasCode(message: SendEvent): boolean {
  const code = bodyField(message, "code");
  // Integers are that, and 11.0 is none.
  return typeof code === "number" || typeof code === "bigint";
}

function sentence(error: SendEvent): string {
  const code = bodyField(error, "code");
  const fault = code === undefined ? "no code" : `the code ${printExactJson(code)}`;
  return `${error.src} answered ${error.dest} with an error that has ${fault}, in message ${error.id} at ${seconds(error.at)}.`;
}
