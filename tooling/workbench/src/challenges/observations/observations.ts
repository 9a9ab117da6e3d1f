/**
 * What a row demands beside the figures of Maelstrom's results, measured from the history and the trace of its run.
 */
import type { Run } from "@gossip-glomers/checkers";
import { failedSendsWhileCut } from "./sends-while-cut.ts";
import { sideLatencies } from "./side-latency.ts";
import { anomalyKindsAgainstCausal } from "./stronger-models.ts";
import { unstoredAdds } from "./unstored-adds.ts";

/** Observations and their units. */
export const observationUnits = {
  "median side latency": " ms",
  "max side latency": " ms",
  "failed sends while cut": "",
  "unstored adds": "",
  "anomalies vs. causal": "",
} as const;

export type ObservationName = keyof typeof observationUnits;

/** Observations by name; null is one for which this run gave no occasion, for instance because nothing was cut. */
export type Observations = ReadonlyMap<ObservationName, number | null>;

/** Makes those observations that are `wanted`; some take a while. */
export function observe(
  run: Run,
  nodes: readonly string[],
  wanted: ReadonlySet<ObservationName>,
): Observations {
  const observations = new Map<ObservationName, number | null>();
  if (wanted.has("median side latency") || wanted.has("max side latency")) {
    const { median, max } = sideLatencies(run, nodes);
    observations.set("median side latency", median).set("max side latency", max);
  }
  if (wanted.has("failed sends while cut")) {
    observations.set("failed sends while cut", failedSendsWhileCut(run, nodes));
  }
  if (wanted.has("unstored adds")) observations.set("unstored adds", unstoredAdds(run));
  if (wanted.has("anomalies vs. causal")) {
    observations.set("anomalies vs. causal", anomalyKindsAgainstCausal(run));
  }
  return observations;
}
