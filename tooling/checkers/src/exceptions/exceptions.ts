/**
 * Exceptions: what clients met that they did not expect (MAELSTROM.md sections 7.2 and 17.1).
 *
 * Maelstrom only lists them. The commonest by far is a reply that breaks its schema, and its author should be told:
 * Maelstrom takes such a reply for none, and as long as another operation succeeds it says nothing.
 */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  EdnSymbol,
  type Operation,
  printExactJson,
} from "@gossip-glomers/history";
import { operationRecord } from "../datum/operation-record.ts";
import { type Anomaly, condenseByNode } from "../finding/condense.ts";
import { actor, quoted, reference, seconds } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";

/** Counts exceptions by class, most frequent first, with the first of each as an example. Always valid. */
export function checkExceptions(run: Run): Verdict {
  const byClass = new Map<string, Operation[]>();
  const malformed: Anomaly[] = [];
  const unexpected: Anomaly[] = [];
  for (const operation of run.history) {
    const { exception } = operation;
    if (exception === undefined) continue;
    const group = byClass.get(exception.class);
    if (group === undefined) byClass.set(exception.class, [operation]);
    else group.push(operation);
    if (isMalformedReply(exception.message))
      malformed.push(malformedReply(run, operation, exception.message));
    else unexpected.push(unexpectedException(run, operation, exception.message));
  }
  return {
    valid: true,
    result: byClass.size === 0 ? {} : { exceptions: exceptionsDatum(byClass) },
    findings: [
      ...condenseByNode(
        run,
        "malformed-reply",
        "warning",
        malformed,
        "Maelstrom takes a reply that breaks its schema for no reply at all.",
      ),
      ...condenseByNode(run, "unexpected-exception", "warning", unexpected),
    ],
  };
}

function exceptionsDatum(byClass: ReadonlyMap<string, readonly Operation[]>): Datum {
  const groups = [...byClass].toSorted(([, left], [, right]) => right.length - left.length);
  return new EdnList(
    groups.map(
      ([name, operations]): DatumRecord => ({
        count: operations.length,
        class: new EdnSymbol(name),
        example: exampleOf(operations),
      }),
    ),
  );
}

function exampleOf([first]: readonly Operation[]): Datum {
  return first === undefined ? null : operationRecord(first);
}

function isMalformedReply(message: string): boolean {
  return message.startsWith("Malformed RPC response");
}

function malformedReply(run: Run, operation: Operation, message: string): Anomaly {
  const { reply } = run.carriers.get(operation.index) ?? {};
  const body = reply === undefined ? undefined : run.messages.get(reply)?.body;
  return anomaly(
    operation,
    `${actor(run, operation)} got a malformed reply to its ${operation.f} at ${seconds(operation.time)} ` +
      `(${reference(run, operation)}): ${reasonOf(message)}.`,
    body === undefined ? quoted(message) : `reply ${reply}: ${quoted(printExactJson(body))}`,
  );
}

/** Why a reply is malformed: `{:extra disallowed-key}` by Maelstrom, `/extra in the body must …` by our own client. */
function reasonOf(message: string): string {
  const reason = /This is malformed because:?\s+(.+)/.exec(message)?.[1];
  return quoted(reason ?? message);
}

function unexpectedException(run: Run, operation: Operation, message: string): Anomaly {
  return anomaly(
    operation,
    `${operation.f} by ${actor(run, operation)} met an error that this workload does not expect, at ` +
      `${seconds(operation.time)} (${reference(run, operation)}), so nobody knows whether it happened.`,
    `${operation.exception?.class ?? ""}: ${quoted(message)}`,
  );
}

function anomaly(operation: Operation, sentence: string, detail: string): Anomaly {
  return { sentence, at: operation.time, operations: [operation.index], details: [detail] };
}
