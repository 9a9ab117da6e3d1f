/** Clients of an ordeal, and what must be true of what they have read. */

export const keys = ["0", "1", "__proto__"];

/** A message on its way to a log. */
export interface Sent {
  readonly key: string;
  readonly msg: string | number;
}

export type Entry = [offset: number, msg: unknown];

/** A client's view: what it has consumed of each key. */
export class Consumer {
  readonly address: string;
  readonly node: number;
  readonly consumed = new Map<string, Entry[]>(keys.map((key) => [key, []]));
  readonly lastSent = new Map<string, number>();
  waitsFor: { readonly id: number; readonly since: number; readonly send?: Sent } | undefined;

  constructor(address: string, node: number) {
    this.address = address;
    this.node = node;
  }

  /** The offset that it asks for next. */
  position(key: string): number {
    return (this.consumed.get(key)?.at(-1)?.[0] ?? -1) + 1;
  }

  /** Takes what it has polled, and says what is wrong with that. */
  consume(msgs: Readonly<Record<string, readonly Entry[]>>): readonly string[] {
    const faults: string[] = [];
    for (const [key, entries] of Object.entries(msgs)) {
      for (const [offset, msg] of entries) {
        if (offset < this.position(key))
          faults.push(`${this.name} polled offset ${offset} of ${key} after a higher one`);
        this.consumed.get(key)?.push([offset, msg]);
      }
    }
    return faults;
  }

  /** Whether it has read all of these offsets, by key. */
  hasRead(offsets: Iterable<readonly [key: string, offsets: Iterable<number>]>): boolean {
    return [...offsets].every(([key, all]) => {
      const consumed = new Set(this.consumed.get(key)?.map(([offset]) => offset));
      return [...all].every((offset) => consumed.has(offset));
    });
  }

  get name(): string {
    return `${this.address} (of n${this.node})`;
  }
}

/**
 * All consumers must have read the same, and where a send was acknowledged, what was sent.
 * @param refused messages of which it was said that they are in no log
 */
export function disagreements(
  key: string,
  log: ReadonlyMap<number, unknown>,
  consumers: readonly Consumer[],
  refused: ReadonlySet<unknown>,
): string[] {
  const faults: string[] = [];
  const longest = consumers.reduce<readonly Entry[]>((best, { consumed }) => {
    const own = consumed.get(key) ?? [];
    return own.length > best.length ? own : best;
  }, []);
  for (const consumer of consumers) {
    const at = (consumer.consumed.get(key) ?? []).findIndex(
      ([offset, msg], index) => offset !== longest[index]?.[0] || msg !== longest[index]?.[1],
    );
    if (at >= 0)
      faults.push(`${consumer.name} has read another ${key} than others have, from entry ${at} on`);
  }
  for (const [offset, msg] of longest) {
    if (refused.has(msg)) faults.push(`offset ${offset} of ${key} is a message that was refused for certain`);
    if (log.has(offset) && log.get(offset) !== msg)
      faults.push(`offset ${offset} of ${key} is not what was sent`);
  }
  return faults;
}
