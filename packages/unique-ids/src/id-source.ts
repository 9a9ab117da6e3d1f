/**
 * Ids that no other node, no earlier life of this node and no clock can make again.
 *
 * An id is `<node>-<incarnation>-<count>`:
 *
 * - the node's name, which the cluster gives to one node only: no two nodes share an id;
 * - the incarnation, 64 random bits drawn when the node starts: a node that lost its memory in a crash starts to
 *   count at 0 again, and only this tells its old `…-0` from its new `…-0`;
 * - the count of ids given in this life, which never goes back while the node lives.
 *
 * Invariant: within one incarnation all counts differ, so two equal ids need the same node to draw the same 64 bits in
 * two lives. After r restarts of one node that has happened with probability below r² / 2^65 (the birthday bound): for a
 * million restarts, 3 in 100 million.
 *
 * There is no clock in it on purpose. Flake and Snowflake ids put time first, so a clock that is set back an hour makes
 * them repeat or refuse; here nothing can be set back, and a partition is not even noticed.
 */

/** Gives a new id at every call. */
export type IdSource = () => string;

/**
 * Starts a new incarnation of `node`.
 *
 * The incarnation has a fixed width, so an id reads in one way only: with widths that vary, node `a` in incarnation `1-2`
 * and node `a-1` in incarnation `2` would both say `a-1-2-0`.
 *
 * @param node the name of this node, unique in its cluster
 * @param random draws uniformly from [0, 1) with at least 32 random bits
 */
export function startIncarnation(node: string, random: () => number): IdSource {
  const prefix = `${node}-${word(random)}${word(random)}-`;
  let count = 0;
  return () => {
    const id = prefix + count.toString(36);
    count += 1;
    return id;
  };
}

/** 32 random bits as 8 hexadecimal digits. */
function word(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}
