/** A client of workload `kafka`: what it is assigned, how far it has read, and what it commits (MAELSTROM.md 10.7). */
import { type Datum, isVector, keyword } from "@gossip-glomers/history";
import { kafka } from "@gossip-glomers/protocol";
import type { Completion, Connection, Invocation, WorkloadClient } from "@gossip-glomers/simulator";
import { highestOf, type Offset, type Offsets, raise, successor } from "./offsets.ts";

export class KafkaClient implements WorkloadClient {
  readonly #connection: Connection;
  /** The assigned keys, and of each the offset that is polled next. */
  #positions = new Map<string, Offset>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async invoke(operation: Invocation): Promise<Completion> {
    switch (operation.f) {
      case "crash":
        // Nobody knows how a crashed client's work ended; the run replaces the client because of it.
        return { type: "info" };
      case "assign":
        return this.#assign(keysIn(operation.value), operation.seekToBeginning === true);
      case "poll":
        return this.#poll();
      default:
        return this.#send(operation.value);
    }
  }

  /**
   * Makes `keys`, and no others, those that are polled.
   *
   * Maelstrom asks for the committed offsets but then looks for them in the wrong place and finds none, so a key begins
   * at 0 unless it was assigned before, whatever was committed (quirk 7). So does this client: one that resumed from
   * commits would report messages as missed that Maelstrom sees.
   */
  async #assign(keys: readonly string[], seekToBeginning: boolean): Promise<Completion> {
    if (seekToBeginning) {
      this.#positions = new Map(keys.map((key) => [key, 0]));
      return { type: "ok" };
    }
    await this.#connection.call(kafka.list_committed_offsets, { keys });
    this.#positions = new Map(keys.map((key) => [key, this.#positions.get(key) ?? 0]));
    return { type: "ok" };
  }

  /** Polls, and commits what it got. If the commit fails the poll does too, though its messages have been read. */
  async #poll(): Promise<Completion> {
    const { reply } = await this.#connection.call(kafka.poll, {
      offsets: Object.fromEntries(this.#positions),
    });
    const highest = highestIn(reply);
    if (highest.size > 0) {
      // Never backwards, also if a node answers with messages from before what was asked.
      for (const [key, offset] of highest) raise(this.#positions, key, successor(offset));
      await this.#connection.call(kafka.commit_offsets, { offsets: Object.fromEntries(highest) });
    }
    return { type: "ok", value: [[keyword("poll"), new Map(Object.entries(reply.msgs))]] };
  }

  async #send(value: Datum): Promise<Completion> {
    const [key, message] = sendIn(value);
    const { reply } = await this.#connection.call(kafka.send, { key, msg: message });
    return { type: "ok", value: [[keyword("send"), key, [reply.offset, message]]] };
  }
}

interface PollReply {
  readonly msgs: { readonly [key: string]: readonly (readonly [Offset, Datum])[] | null };
}

/** By key, the highest offset in a reply; keys without messages are left out. */
function highestIn({ msgs }: PollReply): Offsets {
  const highest = new Map<string, Offset>();
  for (const [key, entries] of Object.entries(msgs)) {
    const offset = highestOf(entries);
    if (offset !== null) raise(highest, key, offset);
  }
  return highest;
}

function keysIn(value: Datum): readonly string[] {
  return isVector(value) ? value.filter((key) => typeof key === "string") : [];
}

/** The key and the message of `[[:send K M]]`. */
function sendIn(value: Datum): readonly [string, number] {
  const [only] = isVector(value) ? value : [];
  const [, key, message] = isVector(only) ? only : [];
  if (typeof key !== "string" || typeof message !== "number") {
    throw new TypeError("kafka: a send is no [[:send key message]]; this is a bug");
  }
  return [key, message];
}
