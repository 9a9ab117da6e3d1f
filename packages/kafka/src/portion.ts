/**
 * How much of what a poll has found goes into its reply.
 *
 * A thousand entries of each log is no bound on a line: of ten logs with messages of 50 000 characters it is half a gigabyte, which
 * V8 cannot even write, so that whoever begins at the beginning would be answered with an error for ever. What is left out is left
 * out at the end of a log, so nothing is skipped: the consumer asks for it next.
 *
 * Which log comes first changes as soon as there is too much. Otherwise a log whose next message fills a reply would never get its
 * turn while the log before it always has something new.
 */
import { BatchRoom, type KafkaEntry } from "@gossip-glomers/protocol";

type Entries = ReadonlyMap<string, readonly KafkaEntry[]>;

export class Portion {
  readonly #random: () => number;
  /** Where among the logs to begin, from 0 to 1. */
  #turn = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** As many of the entries, which are lowest first, as fit into a reply: one, if there are any, however long it is. */
  of(found: Entries): Entries {
    const room = new BatchRoom(Number.MAX_SAFE_INTEGER);
    const logs = [...found];
    const first = Math.floor(this.#turn * logs.length);
    const portion = new Map<string, readonly KafkaEntry[]>();
    for (const [key, entries] of [...logs.slice(first), ...logs.slice(0, first)]) {
      const fitting = entries.findIndex(([, msg]) => !room.take(msg));
      if (fitting === -1) {
        portion.set(key, entries);
        continue;
      }
      if (fitting > 0) portion.set(key, entries.slice(0, fitting));
      this.#turn = this.#random();
      break;
    }
    return portion;
  }
}
