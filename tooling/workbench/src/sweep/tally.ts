/** What a sweep has seen so far: how many runs ended how, and between what the figures of the valid ones lie. */
import { quantiles } from "@gossip-glomers/checkers";
import type { Nanoseconds } from "@gossip-glomers/history";
import { type FigureName, type Figures, withUnit } from "../challenges/figures.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";

/** How a run ended, by its exit code. */
export type Fate = "valid" | "invalid" | "unknown" | "crashed";

/** From the best to the worst. */
const FATES: readonly { readonly fate: Fate; readonly code: ExitCode }[] = [
  { fate: "valid", code: exitCode.valid },
  { fate: "unknown", code: exitCode.unknown },
  { fate: "invalid", code: exitCode.invalid },
  { fate: "crashed", code: exitCode.crashed },
];

/** The fate that an exit code stands for. */
export function fateOf(code: ExitCode): Fate {
  return FATES.find((known) => known.code === code)?.fate ?? "crashed";
}

export class Tally {
  readonly #counts = new Map<Fate, number>();
  readonly #figures = new Map<FigureName, number[]>();
  #virtualTime: Nanoseconds = 0;

  /** Counts a run, and its figures if it was valid: those of a broken run say nothing of the algorithm. */
  add(fate: Fate, figures: Figures, duration: Nanoseconds): void {
    this.#counts.set(fate, this.count(fate) + 1);
    this.#virtualTime += duration;
    if (fate !== "valid") return;
    for (const [name, value] of figures) {
      const values = this.#figures.get(name);
      if (values === undefined) this.#figures.set(name, [value]);
      else values.push(value);
    }
  }

  count(fate: Fate): number {
    return this.#counts.get(fate) ?? 0;
  }

  get runs(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get failures(): number {
    return this.runs - this.count("valid");
  }

  /** The exit code of the worst run. */
  get code(): ExitCode {
    return FATES.findLast(({ fate }) => this.count(fate) > 0)?.code ?? exitCode.valid;
  }

  /** `1999 valid, 1 invalid, 0 unknown`; crashes only if there were any. */
  get countsText(): string {
    const fates: readonly Fate[] =
      this.count("crashed") > 0
        ? ["valid", "invalid", "unknown", "crashed"]
        : ["valid", "invalid", "unknown"];
    return fates.map((fate) => `${this.count(fate)} ${fate}`).join(", ");
  }

  /** Hours of the nodes' time. */
  get virtualHours(): number {
    return this.#virtualTime / 3.6e12;
  }

  /** Least, median and greatest of each figure that any run had. */
  get spreads(): readonly Spread[] {
    return [...this.#figures].flatMap(([name, values]) => {
      const [min, median, max] = quantiles(values, [0, 0.5, 1]);
      if (min === undefined || median === undefined || max === undefined) return [];
      return [{ name, min: withUnit(name, min), median: withUnit(name, median), max: withUnit(name, max) }];
    });
  }
}

/** Between what a figure lies, each as text with its unit. */
export interface Spread {
  readonly name: FigureName;
  readonly min: string;
  readonly median: string;
  readonly max: string;
}
