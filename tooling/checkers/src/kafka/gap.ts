/** What a log holds where a poll, or a session of polls, went on too far. */
import type { Operation } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";
import { count, type Naming } from "../finding/phrase.ts";
import type { LogAnalysis } from "./analysis.ts";
import { shown } from "./cases.ts";

export interface Gap {
  /** Who sent the first message that was skipped, if it was another operation's. */
  readonly operations: readonly Operation[];
  /** Ends a sentence that begins "it went on with …, but". */
  readonly tell: (named: Naming) => string;
}

/** @param to the message that came next although `skipped` are before it */
export function gapOf(
  { writerOf }: LogAnalysis,
  key: Identity,
  skipped: readonly Identity[],
  to: Identity,
): Gap {
  const [first] = skipped;
  // A message at several offsets is taken to be at the last, so it can be behind itself.
  if (first === undefined || skipped.includes(to)) {
    return {
      operations: [],
      tell: () => `the log holds ${shown(to)} several times, and the last is not where they left off`,
    };
  }
  const sender = writerOf.get(key)?.get(first)?.operation;
  const others = skipped.length === 1 ? "" : ` and ${count(skipped.length - 1, "more message")}`;
  return {
    operations: sender === undefined ? [] : [sender],
    tell: (named) =>
      `the log has ${shown(first)}${sender === undefined ? "" : `, of ${named(sender)},`}${others} between them`,
  };
}
