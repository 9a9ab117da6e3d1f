/** Anomalies within one operation: its polls, or its sends, of a key do not follow each other in the log. */
import { type DatumRecord, EdnList, type Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { operationRecord } from "../datum/operation-record.ts";
import type { Naming } from "../finding/phrase.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf, type LogCase, shown } from "./cases.ts";
import { type Gap, gapOf } from "./gap.ts";
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
          const found = new Neighbours(analysis, logOperation.operation, key, from, to, delta, verb);
          (delta > 1 ? skips : nonmonotonic).push(found);
        }
        from = to;
      }
    }
  }
  return { skips, nonmonotonic };
}

/**
 * Two messages that are neighbours in an operation and not in the log.
 *
 * Where a node stores messages twice, every two neighbours of every poll are one of these, and only eight are ever shown.
 * So they keep what they are made of, and make a record or a sentence when asked for it.
 */
class Neighbours implements LogCase {
  readonly size: number;
  readonly #analysis: LogAnalysis;
  readonly #operation: Operation;
  readonly #key: Identity;
  readonly #from: Message;
  readonly #to: Message;
  readonly #verb: string;

  constructor(
    analysis: LogAnalysis,
    operation: Operation,
    key: Identity,
    from: Message,
    to: Message,
    delta: number,
    verb: string,
  ) {
    this.#analysis = analysis;
    this.#operation = operation;
    this.#key = key;
    this.#from = from;
    this.#to = to;
    this.size = delta;
    this.#verb = verb;
  }

  get record(): DatumRecord {
    return {
      key: datumOf(this.#key),
      values: [datumOf(this.#from.value), datumOf(this.#to.value)],
      delta: this.size,
      ...(this.size > 1 ? { skipped: new EdnList(this.#skipped.map(datumOf)) } : {}),
      op: operationRecord(this.#operation),
    };
  }

  get operations(): readonly Operation[] {
    return [this.#operation, ...this.#gap.operations];
  }

  readonly tell = (named: Naming): string => {
    const [from, to] = [this.#from, this.#to];
    const offsets = `offsets ${from.offset} and ${to.offset}`;
    const who = `${named(this.#operation)} ${this.#verb}`;
    if (this.size === 0) {
      return `${who} message ${shown(to.value)} of key ${shown(this.#key)} twice in a row (${offsets}).`;
    }
    const pair = `${shown(from.value)} and next ${shown(to.value)} of key ${shown(this.#key)} (${offsets})`;
    return this.size > 1
      ? `${who} messages ${pair}, but ${this.#gap.tell(named)}.`
      : `${who} messages ${pair}, but in the log the second comes before the first.`;
  };

  get #skipped(): readonly Identity[] {
    return between(this.#analysis.orders.get(this.#key), this.#from.value, this.#to.value);
  }

  get #gap(): Gap {
    return gapOf(this.#analysis, this.#key, this.#skipped, this.#to.value);
  }
}
