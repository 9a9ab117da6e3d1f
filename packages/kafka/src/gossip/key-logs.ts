/** The logs of all keys and how far each has been processed, as one node knows them. */
import type { Numbered } from "./event-stream.ts";
import { type Entry, KeyLog } from "./key-log.ts";

export class KeyLogs {
  readonly #logs = new Map<string, KeyLog>();
  readonly #committed = new Map<string, number>();
  /** At which moment each log was last settled; a moment is a number that changes when promises may have. */
  readonly #settledAt = new Map<string, number>();

  /** The highest offset of a log; −1 if it is empty. */
  highest(key: string): number {
    return this.#logs.get(key)?.highest ?? -1;
  }

  /** The highest offset that is known to be committed. */
  committed(key: string): number | undefined {
    return this.#committed.get(key);
  }

  /**
   * Takes in an event.
   * @param stream the place of the stream that it is of
   * @returns the entry, if it came to lie where consumers may have read already
   */
  apply(stream: number, [number, { key, offset, msg }]: Numbered): Entry | undefined {
    if (msg === undefined) {
      this.#committed.set(key, Math.max(offset, this.committed(key) ?? -1));
      return undefined;
    }
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = new KeyLog();
      this.#logs.set(key, log);
    }
    const entry = { offset, msg, stream, number };
    return log.insert(entry) ? undefined : entry;
  }

  /**
   * At most `limit` entries from offset `from` on, of those that are stable.
   * @param others see `KeyLog.settle`
   */
  read(
    key: string,
    from: number,
    limit: number,
    others: readonly ((entry: Entry) => boolean)[],
    moment: number,
  ): readonly Entry[] {
    const log = this.#logs.get(key);
    if (log === undefined) return [];
    // A log becomes more stable by nothing but what peers say; alone, there is nobody to wait for.
    if (this.#settledAt.get(key) !== moment || others.length === 0) {
      this.#settledAt.set(key, moment);
      log.settle(others);
    }
    return log.read(from, limit);
  }
}
