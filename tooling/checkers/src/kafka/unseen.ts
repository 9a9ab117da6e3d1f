/** `unseen`: messages that were acknowledged and that no acknowledged poll has by the end of the run. */
import {
  type Datum,
  type DatumRecord,
  EdnList,
  type Nanoseconds,
  type Operation,
} from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import type { LogAnalysis } from "./analysis.ts";
import { datumOf } from "./cases.ts";
import { ascending } from "./log-contradictions.ts";

/** So many messages of a key are listed. */
const LISTED = 32;

export interface Unseen {
  /** When the last send or poll was acknowledged. */
  readonly time: Nanoseconds;
  /** By key, ascending; each with at least one message. */
  readonly messages: ReadonlyMap<
    Identity,
    readonly { readonly value: Identity; readonly sender: Operation }[]
  >;
}

/** Null if everything was seen. */
export function unseenMessages({ completed, acknowledgedReads }: LogAnalysis): Unseen | null {
  let last: Operation | undefined;
  const messages = new Map<Identity, { value: Identity; sender: Operation }[]>();
  for (const { operation, sends } of completed) {
    if (operation.type !== "ok") continue;
    last = operation;
    for (const { key, messages: sent } of sends) {
      const read = acknowledgedReads.get(key);
      for (const { value } of sent) {
        if (read?.has(value) === true) continue;
        const known = messages.get(key);
        if (known === undefined) messages.set(key, [{ value, sender: operation }]);
        else known.push({ value, sender: operation });
      }
    }
  }
  if (last === undefined || messages.size === 0) return null;
  return { time: last.time, messages: new Map([...messages].sort(([a], [b]) => ascending(a, b))) };
}

/** As Maelstrom's result has it. */
export function unseenRecord({ time, messages }: Unseen): DatumRecord {
  const counts = [...messages].map(([key, list]): [Datum, Datum] => [datumOf(key), list.length]);
  const listed = [...messages].map(([key, list]): [Datum, Datum] => {
    const values = list.map(({ value }) => value).sort(ascending);
    return [datumOf(key), new EdnList(values.slice(0, LISTED).map(datumOf))];
  });
  return { time, unseen: new Map(counts), messages: new Map(listed) };
}
