/** Anomalies within one operation: its polls, or its sends, of a key do not follow each other in the log. */
import { EdnList, type Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, shown } from "./cases.ts";
import { gapOf } from "./gap.ts";
import type { Message, MessagesByKey } from "./messages.ts";
import { between, distance } from "./version-order.ts";

/** Where neighbours skip something that the log holds between them, and where they stand still or go back. */
export interface Disorder {
  readonly skips: readonly LogCase[];
  readonly nonmonotonic: readonly LogCase[];
}

/** `int-poll-skip` and `int-nonmonotonic-poll`. */
export function pollsWithinOperation(analysis: LogAnalysis): Disorder {
  return disorder(analysis, ({ polls }) => polls, "polled");
}

/** `int-send-skip` and `int-nonmonotonic-send`. Maelstrom sends one message at a time, so it never finds either. */
export function sendsWithinOperation(analysis: LogAnalysis): Disorder {
  return disorder(analysis, ({ sends }) => sends, "sent");
}

function disorder(
  analysis: LogAnalysis,
  messagesOf: (operation: LogAnalysis["completed"][number]) => MessagesByKey,
  verb: string,
): Disorder {
  const { completed, orders } = analysis;
  const skips: LogCase[] = [];
  const nonmonotonic: LogCase[] = [];
  for (const logOperation of completed) {
    for (const { key, messages } of messagesOf(logOperation)) {
      if (messages.length < 2) continue;
      const order = orders.get(key);
      let from: Message | undefined;
      for (const to of messages) {
        const delta = distance(order, from?.value, to.value);
        if (from !== undefined && delta !== 1) {
          const found = caseOf(analysis, logOperation.operation, key, from, to, delta, verb);
          (delta > 1 ? skips : nonmonotonic).push(found);
        }
        from = to;
      }
    }
  }
  return { skips, nonmonotonic };
}

function caseOf(
  analysis: LogAnalysis,
  operation: Operation,
  key: Identity,
  from: Message,
  to: Message,
  delta: number,
  verb: string,
): LogCase {
  const skipped = between(analysis.orders.get(key), from.value, to.value);
  const gap = gapOf(analysis, key, skipped, to.value);
  const values = [datumOf(from.value), datumOf(to.value)];
  const offsets = `offsets ${from.offset} and ${to.offset}`;
  const pair = `${shown(from.value)} and next ${shown(to.value)} of key ${shown(key)} (${offsets})`;
  return {
    record: {
      key: datumOf(key),
      values,
      delta,
      ...(delta > 1 ? { skipped: new EdnList(skipped.map(datumOf)) } : {}),
      op: operationRecord(operation),
    },
    size: delta,
    operations: [operation, ...gap.operations],
    tell: (named) => {
      const who = `${named(operation)} ${verb}`;
      if (delta > 1) return `${who} messages ${pair}, but ${gap.tell(named)}.`;
      return delta === 0
        ? `${who} message ${shown(to.value)} of key ${shown(key)} twice in a row (${offsets}).`
        : `${who} messages ${pair}, but in the log the second comes before the first.`;
    },
  };
}
