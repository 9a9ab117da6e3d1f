/**
 * Perf: latencies and rates over the time of a run, the data of Maelstrom's plots (MAELSTROM.md section 17.2).
 */
import type { Nanoseconds, Operation } from "@gossip-glomers/history";
import { pairCalls } from "../run/calls.ts";
import type { Run } from "../run/run.ts";
import type { Verdict } from "../verdict.ts";

/** One completed operation of a client. */
export interface Latency {
  readonly f: string;
  readonly type: Operation["type"];
  readonly invokedAt: Nanoseconds;
  readonly latency: Nanoseconds;
}

/** The quantiles that Maelstrom plots. */
export const PLOTTED_QUANTILES: readonly number[] = [0.5, 0.95, 0.99, 1];

/** Maelstrom draws a latency quantile for every 30 s, and a rate for every 10 s. */
export const QUANTILE_BIN: Nanoseconds = 30e9;
export const RATE_BIN: Nanoseconds = 10e9;

/** Maelstrom's part of the results, which says only that its plots could be drawn. Always valid. */
export function checkPerf(): Verdict {
  return {
    valid: true,
    result: { "latency-graph": { "valid?": true }, "rate-graph": { "valid?": true } },
    findings: [],
  };
}

/** How long each completed operation took, in the order of their invocations. */
export function latencies(run: Run): readonly Latency[] {
  const measured: Latency[] = [];
  for (const { invocation, completion } of pairCalls(run.history)) {
    if (completion === null) continue;
    const { f, time } = invocation;
    measured.push({ f, type: completion.type, invokedAt: time, latency: completion.time - time });
  }
  return measured;
}

/**
 * Quantiles as Jepsen takes them: of the n sorted values the one at floor(n · q), the last one at most. So 0 is the
 * least, 1 the greatest, and 0.5 of two values the greater. Empty if there are no values.
 */
export function quantiles(values: readonly number[], wanted: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort();
  return wanted.flatMap((q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? []);
}

/** What happened in the time from `from` on, for the length of one bin. */
export interface Bin<T> {
  readonly from: Nanoseconds;
  readonly value: T;
}

/** The quantiles of the latencies of the operations invoked in each bin of time; bins without any are left out. */
export function quantileSeries(
  measured: readonly Latency[],
  width: Nanoseconds = QUANTILE_BIN,
  wanted: readonly number[] = PLOTTED_QUANTILES,
): readonly Bin<readonly number[]>[] {
  return binned(measured, width, ({ invokedAt }) => invokedAt).map(({ from, value }) => ({
    from,
    value: quantiles(
      value.map(({ latency }) => latency),
      wanted,
    ),
  }));
}

/** Completions per second in each bin of time; bins without any are left out. */
export function rateSeries(
  measured: readonly Latency[],
  width: Nanoseconds = RATE_BIN,
): readonly Bin<number>[] {
  return binned(measured, width, ({ invokedAt, latency }) => invokedAt + latency).map(({ from, value }) => ({
    from,
    value: value.length / (width / 1e9),
  }));
}

function binned(
  measured: readonly Latency[],
  width: Nanoseconds,
  timeOf: (latency: Latency) => Nanoseconds,
): readonly Bin<readonly Latency[]>[] {
  const bins = new Map<number, Latency[]>();
  for (const latency of measured) {
    const from = Math.floor(timeOf(latency) / width) * width;
    const bin = bins.get(from);
    if (bin === undefined) bins.set(from, [latency]);
    else bin.push(latency);
  }
  return [...bins].toSorted(([left], [right]) => left - right).map(([from, value]) => ({ from, value }));
}
