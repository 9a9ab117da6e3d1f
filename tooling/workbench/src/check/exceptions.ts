/**
 * Where a stored verdict may differ from ours without disagreeing, each with its reason. What differs between two
 * analyses of one history by Maelstrom itself cannot be held against anybody; neither can what an early version did
 * not know. The verdicts themselves have no exceptions. Kinds of transactional anomalies have a list of their own,
 * `AGREEMENT_EXCEPTIONS` of the checkers.
 */
export const KNOWN_EXCEPTIONS = {
  machine:
    "The stored verdict is what it is because graphs could not be drawn there (gnuplot was missing or failed), which says nothing of the nodes.",
  gaveUp:
    "Maelstrom gave up on this history (out of time or memory) and did not decide; ours has come to an end.",
  plainJepsen:
    "These results are not Maelstrom's but those of a Jepsen test with an older Elle, which knows fewer kinds of anomalies; what it names, ours names too.",
  forgottenTimeout:
    "The stored verdict names models although it is valid: Elle ran out of time, and Maelstrom forgets the anomaly that says so but not what came with it.",
  noTimes: "history.txt has no times, so figures that are durations cannot be told from it.",
} as const;
