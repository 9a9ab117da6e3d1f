/** The figures of a run that the challenges have limits for, and where in Maelstrom's results each one stands. */
import type { DatumRecord } from "@gossip-glomers/history";
import { lookupNumber } from "../results/lookup.ts";
import { type ObservationName, observationUnits } from "./observations/observations.ts";

const places = [
  { name: "msgs/op", unit: "", path: ["net", "servers", "msgs-per-op"] },
  { name: "server messages", unit: "", path: ["net", "servers", "msg-count"] },
  { name: "availability", unit: "", path: ["availability", "ok-fraction"] },
  { name: "median latency", unit: " ms", path: ["workload", "stable-latencies", 0.5] },
  { name: "max latency", unit: " ms", path: ["workload", "stable-latencies", 1] },
  { name: "worst lag", unit: " s", path: ["workload", "worst-realtime-lag", "lag"] },
] as const;

export type FigureName = (typeof places)[number]["name"];

/** Figures by name; one that the results do not have is absent. */
export type Figures = ReadonlyMap<FigureName, number>;

/** What a row can have demands on. */
export type MeasureName = FigureName | ObservationName;

/** Figures and observations by name; null is one for which the run gave no occasion. */
export type Measures = ReadonlyMap<MeasureName, number | null>;

/** Reads the figures from a run's results (MAELSTROM.md 17.1). */
export function figuresOf(results: DatumRecord): Figures {
  const figures = new Map<FigureName, number>();
  for (const { name, path } of places) {
    const value = lookupNumber(results, path);
    if (value !== undefined) figures.set(name, value);
  }
  return figures;
}

const units: ReadonlyMap<string, string> = new Map([
  ...places.map(({ name, unit }): [string, string] => [name, unit]),
  ...Object.entries(observationUnits),
]);

/** Whether a measure is a time, which is what a busy machine spoils first. */
export function isTime(name: MeasureName): boolean {
  return [" ms", " s"].includes(units.get(name) ?? "");
}

/** A measure as text, with its unit: `0.35`, `285 ms`. Rounded only so far that no limit can be hidden by it. */
export function withUnit(name: MeasureName, value: number): string {
  return `${Number(value.toPrecision(4))}${units.get(name) ?? ""}`;
}
