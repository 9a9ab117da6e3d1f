/** All streams that a node has a copy of, its own first, and its row: how much of each it has. */
import { BatchRoom } from "@gossip-glomers/protocol";
import type { Section } from "./batch.ts";
import { type Event, EventStream, type Numbered } from "./event-stream.ts";
import type { Peer } from "./peer.ts";
import { StreamNames } from "./stream-names.ts";
import { VersionedVector } from "./versioned-vector.ts";

/** The place of the node's own stream. */
export const own = 0;

/** What has come in of a stream. */
export interface Merged {
  readonly stream: number;
  /** Null if there was a gap before it. */
  readonly fresh: readonly Numbered[] | null;
  readonly hasGrown: boolean;
}

export class Streams {
  readonly names: StreamNames;
  readonly row: VersionedVector = new VersionedVector();
  readonly #self: string;
  readonly #copies: EventStream[] = [];

  constructor(self: string) {
    this.#self = self;
    this.names = new StreamNames(self);
  }

  /** Adds an event to the node's own stream and returns its number. */
  append(event: Event, version: number): number {
    const number = this.#copy(own).append(event);
    this.row.set(own, number, version);
    return number;
  }

  /** Says what is the lowest number of the node's own stream that anybody waits for. */
  keepFor(awaited: number): void {
    this.#copy(own).keepFor(awaited);
  }

  /** Takes in what a peer has sent of a stream; undefined if only this node writes that one, so that all of it is known. */
  merge({ stream: name, ...excerpt }: Section, version: number): Merged | undefined {
    if (name === this.#self) return undefined;
    const stream = this.names.placeOf(name);
    const copy = this.#copy(stream);
    const before = copy.count;
    const fresh = copy.merge(excerpt);
    this.row.set(stream, copy.count, version);
    return { stream, fresh, hasGrown: copy.count > before };
  }

  /** Whether a peer has not been sent all that is here: of all streams, or only of the node's own. */
  hasUnsent(peer: Peer, onlyOwn: boolean): boolean {
    const count = onlyOwn ? 1 : this.names.count;
    for (let stream = 0; stream < count; stream += 1)
      if (peer.sent(stream) < this.row.at(stream)) return true;
    return false;
  }

  /** Whether a peer has promised to stay above all that is here. */
  isPromised(peer: Peer): boolean {
    for (let stream = 0; stream < this.names.count; stream += 1)
      if (peer.promised(stream) < this.row.at(stream)) return false;
    return true;
  }

  /**
   * What a peer has not been sent yet, which it has been now.
   * @param limit how many events that may be
   * @returns also whether there was more
   */
  sectionsFor(peer: Peer, onlyOwn: boolean, limit: number): { sections: readonly Section[]; more: boolean } {
    const sections: Section[] = [];
    const room = new BatchRoom(limit);
    let more = false;
    for (const [stream, copy] of this.#copies.entries()) {
      if (onlyOwn && stream !== own) break;
      const from = peer.sent(stream);
      if (from >= copy.count) continue;
      const excerpt = copy.after(from, room);
      if (excerpt.to < copy.count) more = true;
      if (excerpt.to === from) continue;
      peer.sentUpTo(stream, excerpt.to);
      sections.push({ stream: this.names.nameOf(stream), ...excerpt });
    }
    return { sections, more };
  }

  #copy(stream: number): EventStream {
    for (;;) {
      const copy = this.#copies[stream];
      if (copy !== undefined) return copy;
      this.#copies.push(new EventStream());
    }
  }
}
