/** What a node waits for from a neighbour, and since when that has not come nearer. */
import type { Peer } from "./peer.ts";
import type { Streams } from "./streams.ts";

/**
 * Notes what a neighbour has still to promise about what is known here, and whether it has still to tell what this node may have
 * known in an earlier life. If something is left, somebody that it speaks for lacks that, or a word has not come through; asking
 * mends both.
 *
 * In a mesh each stream counts by itself (`stalls.ts`). In a tree a word that does not come is that of somebody far behind the
 * neighbour, most often, and asking for it on each link between would be of no use while others come.
 */
export function review(peer: Peer, streams: Streams, isTree: boolean, now: number): void {
  const { stalls } = peer;
  stalls.begin();
  const waitFor = (place: number, isBehind: boolean, progress: number): void => {
    if (isBehind) stalls.waitsFor(place, progress, now);
    else stalls.isDone(place);
  };
  waitFor(0, !peer.wasCaughtUp || (isTree && !streams.isPromised(peer)), stalls.steps);
  if (!isTree)
    for (let stream = 0; stream < streams.names.count; stream += 1) {
      const isBehind = peer.promised(stream) < streams.row.at(stream);
      waitFor(1 + stream, isBehind, peer.has(stream) + peer.promised(stream));
    }
  peer.patience.setBehind(stalls.oldest);
}
