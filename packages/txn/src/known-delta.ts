/**
 * What of a version vector another node has to be told: the entries that it may lack, and no more.
 *
 * A vector has an entry for each node. Of a thousand, a few wrote something since the last message; the whole vector would
 * be nearly all that there is in a message. Two things show that the other node has an entry:
 *
 * - it has answered a part that it can only have got along with that entry;
 * - it has said itself that it knows as much.
 *
 * Invariant: what the other node has merged or keeps aside, together with what a message tells, covers all that the sender
 * knows when it makes the message. Proof: by the second, what is left out it knew when it said so, and nodes forget
 * nothing in one life; another life is another exchange (`acquaintance.ts`). As to the first, let `known` be remembered with position p, so no earlier part reached p. When the other node
 * has heard up to p, it took in a part that reached p, made at that moment or later. So that part's sender knew `known`
 * then, and by induction over messages the other node has it with that part, or had it before.
 *
 * That no *earlier* part reached p matters. A part that is sent again has the same end and a later vector; an answer may
 * well be to the first one.
 */
import { nothingKnown, type VersionVector } from "./version.ts";

/** More positions than that need not be remembered; while there is no answer, there would be ever more. */
const mostPositions = 16;

export class KnownDelta {
  /** What the other node has got with parts. */
  #got: VersionVector = nothingKnown;
  /** The farthest that any part reached. */
  #farthest = -1;
  /** Where parts ended that reached farther than all before, and what was known when they were made; ascending. */
  readonly #positions: { readonly upTo: number; readonly known: VersionVector }[] = [];

  /** Says that a part up to the change `upTo` is on its way, along with what it lacks of `known`. */
  sent(upTo: number, known: VersionVector): void {
    if (upTo <= this.#farthest) return;
    this.#farthest = upTo;
    if (this.#positions.length < mostPositions) this.#positions.push({ upTo, known });
  }

  /** Says that the other node has heard up to the change `heard`. */
  heard(heard: number): void {
    for (
      let first = this.#positions[0];
      first !== undefined && first.upTo <= heard;
      first = this.#positions[0]
    ) {
      this.#got = first.known;
      this.#positions.shift();
    }
  }

  /** The entries of `known` that the other node may lack if it knows `theirs`; the others are 0. */
  of(known: VersionVector, theirs: VersionVector): VersionVector {
    return known.map((counter, slot) =>
      counter > (this.#got[slot] ?? 0) && counter > (theirs[slot] ?? 0) ? counter : 0,
    );
  }

  /** Whether the other node has been told of the origin with that slot, with a part that it has answered. */
  hasTold(slot: number): boolean {
    return (this.#got[slot] ?? 0) > 0;
  }
}
