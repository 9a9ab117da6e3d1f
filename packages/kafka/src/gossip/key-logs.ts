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
   * Takes in events of one stream, in its order, in which offsets of a log only rise.
   * @param stream the place of the stream
   * @returns entries that came to lie where consumers may have read already
   */
  apply(stream: number, events: readonly Numbered[]): readonly Entry[] {
    const fresh = new Map<string, Entry[]>();
    for (const [number, { key, offset, msg }] of events) {
      if (msg === undefined) {
        this.#committed.set(key, Math.max(offset, this.committed(key) ?? -1));
        continue;
      }
      const entry = { offset, msg, stream, number };
      const entries = fresh.get(key);
      if (entries === undefined) fresh.set(key, [entry]);
      else entries.push(entry);
    }
    return [...fresh].flatMap(([key, entries]) => this.#logOf(key).insert(entries));
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

  #logOf(key: string): KeyLog {
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = new KeyLog();
      this.#logs.set(key, log);
    }
    return log;
  }
}
