/** What a sweep says: how far it is, each seed that failed with the command that replays it, and the sum at the end. */
import picocolors from "picocolors";
import { verdictLine } from "../report/report.ts";
import { inTellingOrder } from "../report/telling-order.ts";
import type { Ending } from "../run/trial.ts";
import type { Tally } from "./tally.ts";

/** `312 of 2000 seeds   18.2 runs/s   311 valid, 1 invalid, 0 unknown` */
export function sweepProgressLine(tally: Tally, seeds: number, elapsedMs: number): string {
  return `${tally.runs} of ${seeds} seeds   ${rateText(tally.runs, elapsedMs)}   ${tally.countsText}`;
}

/** The verdict and its first reason, how to see the run again, and where it is kept. */
export function failureText(
  failure: { readonly seed: number; readonly ending: Ending; readonly again: string; readonly store: string },
  colours: boolean,
): string {
  const { seed, ending, again, store } = failure;
  return [`── seed ${seed}`, ...reasonsOf(ending, colours), `Again   ${again}`, `Store   ${store}`, ""].join(
    "\n",
  );
}

function reasonsOf(ending: Ending, colours: boolean): readonly string[] {
  if (ending.kind === "crashed") return [`The test crashed: ${ending.reason}`];
  const { findings } = ending.judged;
  // Without an error there is only what Maelstrom does not mind, and that is not why the run failed.
  const [first] = findings.some(({ severity }) => severity === "error") ? inTellingOrder(findings) : [];
  return [verdictLine(ending.judged, colours), ...(first === undefined ? [] : [first.summary])];
}

/** Counts and spreads. */
export function sweepSummary(tally: Tally, elapsedMs: number, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const counts = tally.failures > 0 ? paint.red(tally.countsText) : paint.green(tally.countsText);
  const time = `${(elapsedMs / 1000).toFixed(1)} s`;
  const virtual = `${Number(tally.virtualHours.toPrecision(2))} h of virtual time`;
  return [
    `${tally.runs} ${tally.runs === 1 ? "seed" : "seeds"}: ${counts}.   ${rateText(tally.runs, elapsedMs)}, ${virtual} in ${time}`,
    ...(tally.spreads.length === 0 ? [] : ["", spreadText(tally)]),
  ].join("\n");
}

function spreadText(tally: Tally): string {
  const row = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(18) : cell.padStart(12))).join("");
  return [
    row(["of the valid runs", "min", "median", "max"]),
    ...tally.spreads.map(({ name, min, median, max }) => row([name, min, median, max])),
  ].join("\n");
}

function rateText(runs: number, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? (runs * 1000) / elapsedMs : 0;
  return `${rate.toFixed(rate < 10 ? 1 : 0)} runs/s`;
}
