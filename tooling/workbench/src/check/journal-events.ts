/** The journal of a run of Maelstrom's as events of a trace. Its times are by another clock than those of the history. */
import type { JournalEvent, TraceEvent } from "@gossip-glomers/history";

export function journalEvents(journal: readonly JournalEvent[] | null): readonly TraceEvent[] {
  return (journal ?? []).map(({ type, time, message }) =>
    type === "send" ? { kind: "send", at: time, ...message } : { kind: "recv", at: time, id: message.id },
  );
}
