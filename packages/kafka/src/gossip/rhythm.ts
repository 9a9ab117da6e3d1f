/**
 * When a node speaks that has something to say: so that it says much at once, and little later.
 *
 * In a mesh it collects for one interval. Of two nodes, the one that has just heard the other speaks when half the interval
 * is over. So they take turns, a send waits one interval at most for its node's turn and half a one for the answer, and no
 * message more is sent than if both spoke at the same moment, when the answer would take a whole interval. With more peers
 * there is always one that has just spoken, and one for whose answer one waits longest.
 *
 * In a tree an event goes up to the root and down to all leaves, word that all have it goes up again and down again: eight
 * links, and a whole interval on each would be long. Only the root keeps the interval, the others follow it:
 *
 * - down, the root speaks at most once in an interval, and whoever has heard the node above passes that on at once;
 * - up, a promise goes on at once: an inner node has a new one only when the last node below has answered. Events, which
 *   come at any time, go up at most twice in an interval.
 *
 * "At once" is a sixteenth of the interval, for what comes at the same time. Between two words from above an inner node tells
 * those below what comes from below only if the root is late: it comes with the next word from above.
 */
import type { News } from "./replica.ts";

/** To whom a node speaks at the same time. */
export type Direction = "partner" | "mesh" | "up" | "down from the root" | "down";

export interface Occasion {
  readonly direction: Direction;
  readonly news: News;
  /** Whom the node has just heard, if that is the occasion. */
  readonly heard: "above" | "other" | undefined;
  readonly now: number;
  /** When it last spoke in that direction; −Infinity if never. */
  readonly spokeAt: number;
}

/** When to speak, in the time of `now`; `interval` in the same unit. */
export function speakAt({ direction, news, heard, now, spokeAt }: Occasion, interval: number): number {
  const atOnce = now + interval / 16;
  switch (direction) {
    case "partner":
      return heard === undefined ? now + interval : now + interval / 2;
    case "mesh":
      return now + interval;
    case "up":
      return Math.max(atOnce, spokeAt + (news === "promise" ? interval / 4 : interval / 2));
    case "down from the root":
      return Math.max(atOnce, spokeAt + interval);
    case "down":
      return heard === "above" ? atOnce : Math.max(atOnce, spokeAt + 1.25 * interval);
  }
}
