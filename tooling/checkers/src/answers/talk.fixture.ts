/** A run of which only messages are known, told line by line. */
import type { SendEvent, TraceEvent } from "@gossip-glomers/history";
import { type Run, runOfEvents } from "../run/run.ts";

/** Who says what to whom; each arrives before the next is said, unless it is lost. */
export type Said = readonly [src: string, dest: string, body: SendEvent["body"], fate?: "lost"];

/** The messages' ids are their places in the list, their times as many milliseconds. */
export function runOfTalk(...talk: readonly Said[]): Run {
  return runOfEvents(
    talk.flatMap(([src, dest, body, fate], id): TraceEvent[] => {
      const at = id * 1_000_000;
      const sent: TraceEvent = { kind: "send", at, id, src, dest, body };
      return fate === "lost" ? [sent] : [sent, { kind: "recv", at, id }];
    }),
  );
}

export const echo = (msgId: number) => ({ type: "echo", msg_id: msgId });

export const echoOk = (inReplyTo: SendEvent["body"]) => ({ type: "echo_ok", in_reply_to: inReplyTo });
