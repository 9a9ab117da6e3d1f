/**
 * What others in a mesh have promised, passed on: of two nodes that are cut off from each other, a third one brings each the
 * promises of the other one.
 *
 * Why they may be taken from anybody: what a node promises is its row, the same to all, and it may be taken by whoever knows all
 * that this row counts of that node's own stream (`replica.ts`). What is passed on is the whole row as it was at some moment: rows
 * only grow in one life, and of two whole ones the higher cells are the later one. It is the word of one life, and counts for
 * nothing where another one is believed in.
 */
import type { Extent } from "./batch.ts";
import type { Peer } from "./peer.ts";
import { knowsWhatPrecedes } from "./precedence.ts";
import type { Streams } from "./streams.ts";
import type { Cell } from "./versioned-vector.ts";

/** The stream that a node writes, and its row. */
export type Word = readonly [stream: string, row: readonly Extent[]];

/** What all peers but one have promised. */
export function wordsFor(peer: Peer, peers: Iterable<Peer>, { names }: Streams): readonly Word[] {
  const words: Word[] = [];
  for (const other of peers) {
    if (other === peer || other.self === undefined) continue;
    const row: Extent[] = [];
    for (let stream = 0; stream < names.count; stream += 1)
      if (other.promised(stream) > 0) row.push([names.nameOf(stream), other.promised(stream)]);
    if (row.length > 0) words.push([names.nameOf(other.self), row]);
  }
  return words;
}

/**
 * Takes what a peer has passed on, as far as it can be believed.
 * @param version what was last told
 */
export function takeWords(
  words: readonly Word[],
  peers: readonly Peer[],
  { names, row: known }: Streams,
  version: number,
): void {
  for (const [name, extents] of words) {
    const self = names.placeOf(name);
    // Of a peer that has not spoken itself, as the link was cut from the beginning, this is the first that is heard.
    const id = name.slice(0, name.lastIndexOf("/"));
    const author = peers.find((peer) => peer.id === id && (peer.self ?? self) === self);
    if (author === undefined) continue;
    const row = extents.map(([stream, count]): Cell => [names.placeOf(stream), count]);
    if (knowsWhatPrecedes(author, { self, row }, peers, known)) author.promiseThrough(self, row, version);
  }
}
