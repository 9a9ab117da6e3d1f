/** How long things may take: what the two profiles differ in, and what follows from it. */

/** Times are in milliseconds. */
export interface Profile {
  /**
   * Nodes hand their values to their hub at multiples of this on the wall clock, so that all of them reach the hub
   * together and go out in one round; 0: at once. Clocks that differ cost messages, nothing else.
   */
  readonly windowMs: number;
  /** How long a hub gathers, from the first value that it is handed, before it passes all of them on. */
  readonly gatherMs: number;
  /** How long a value that came from the hub may wait to be acknowledged by a message that is sent anyhow. */
  readonly ackMs: number;
  /** The longest that a message and an answer at once should take; after that, a peer is not there. */
  readonly patienceMs: number;
  /**
   * So many nodes are tried at once by one that looks for a hub. On nearly every side of a cut is one of the first five;
   * where the values come one by one, a second attempt would take too long even for the rest.
   */
  readonly graftsAtOnce: number;
  /** The same in a makeshift tree, where nodes miss their hubs one after the other and the first of them is found more cheaply. */
  readonly graftsInMakeshift: number;
}

/** Within the limits of challenge 3d. */
export const quick: Profile = {
  windowMs: 0,
  gatherMs: 430,
  ackMs: 1_500,
  patienceMs: 300,
  graftsAtOnce: 6,
  graftsInMakeshift: 6,
};

/** Within the limits of challenge 3e. */
export const frugal: Profile = {
  windowMs: 1_650,
  gatherMs: 25,
  ackMs: 1_000,
  patienceMs: 300,
  graftsAtOnce: 5,
  graftsInMakeshift: 3,
};

export const profiles: { readonly quick: Profile; readonly frugal: Profile } = { quick, frugal };

export type ProfileName = keyof typeof profiles;
