/**
 * What a person reads when a run is over: the verdict in a sentence, the evidence, the figures, and where to go on.
 *
 * The last line is Maelstrom's own (MAELSTROM.md 1.2), for the scripts that look for it.
 */
import type { Finding, Validity } from "@gossip-glomers/checkers";
import type { DatumRecord, Nanoseconds } from "@gossip-glomers/history";
import picocolors from "picocolors";
import { lookup, lookupNumber, type Path } from "../results/lookup.ts";
import { findingText } from "./finding.ts";
import { inTellingOrder } from "./telling-order.ts";

type Colours = ReturnType<typeof picocolors.createColors>;

/** A run, judged. */
export interface Judged {
  readonly workload: string;
  readonly nodeCount: number;
  readonly clock: "virtual" | "wall";
  readonly valid: Validity;
  /** The content of results.edn. */
  readonly results: DatumRecord;
  readonly findings: readonly Finding[];
  /** Asked for only by a report: most runs of tables and sweeps have none, and these take as long as a checker. */
  readonly latencies: () => Latencies | null;
  /** When the last event happened. */
  readonly duration: Nanoseconds;
  /** Why the run was ended early; null if it was not. */
  readonly interrupted: string | null;
  /** Whether Maelstrom would have judged nothing, because a node had exited by itself. */
  readonly crashed: boolean;
  /** The command line that repeats the run. */
  readonly again: string;
}

/** How long successful operations took, in milliseconds. */
export interface Latencies {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Everything there is to say of a run.
 *
 * @param store - the folder of the run, as a person would type it
 */
export function reportText(judged: Judged, store: string, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  return [
    verdictText(judged, paint),
    ...evidence(judged.findings, paint),
    figureText(judged),
    `Store   ${store}\nAgain   ${judged.again}\n${againNote(judged)}`,
    lastLine(judged, paint),
  ].join("\n\n");
}

/** The verdict in a sentence, alone. */
export function verdictLine(judged: Judged, colours: boolean): string {
  return verdictText(judged, picocolors.createColors(colours));
}

/** What there is to say of a run that could not be run to its end, so that nothing is judged. */
export function crashText(reason: string, store: string, again: string): string {
  return `The test crashed: ${reason}\n\nStore   ${store}\nAgain   ${again}`;
}

function verdictText(judged: Judged, paint: Colours): string {
  const where = `${judged.workload} on ${count(judged.nodeCount, "node")}`;
  if (judged.interrupted !== null) {
    return `${paint.yellow("UNKNOWN")}  ${where} was ${judged.interrupted} after ${secondsText(judged.duration)}; its verdict is open.`;
  }
  const reasons = reasonsFor(judged);
  const sentence = `${where}: ${[...reasons, operationsText(judged)].join("; ")}.`;
  if (judged.valid === true) return `${paint.green("VALID")}  ${sentence}`;
  if (judged.valid === false) return `${paint.red("INVALID")}  ${sentence}`;
  return `${paint.yellow("UNKNOWN")}  ${sentence}`;
}

/** `all 50 operations succeeded in 10.0 s` */
function operationsText(judged: Judged): string {
  const operations = lookupNumber(judged.results, ["stats", "count"]) ?? 0;
  const ok = lookupNumber(judged.results, ["stats", "ok-count"]) ?? 0;
  const time = `${secondsText(judged.duration)}${judged.clock === "virtual" ? " of virtual time" : ""}`;
  if (operations === 0) return `there were no operations in ${time}`;
  if (operations === 1 && ok === 1) return `the only operation succeeded in ${time}`;
  const share = ok === operations ? `all ${operations}` : `${ok} of ${operations}`;
  return `${share} ${operations === 1 ? "operation" : "operations"} succeeded in ${time}`;
}

/** What speaks against the run: what was found, and the parts of the results that are not valid. */
function reasonsFor({ results, findings }: Judged): readonly string[] {
  const found = (["error", "warning"] as const).flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [count(number, severity)];
  });
  const parts = Object.keys(results).filter(
    (part) => part !== "valid?" && isBad(lookup(results, [part, "valid?"])),
  );
  if (parts.length === 0) return found.length === 0 ? [] : [found.join(", ")];
  const names = parts.map((part) => `:${part}`).join(", ");
  return [[...found, `${names} in results.edn ${parts.length === 1 ? "is" : "are"} not valid`].join(", ")];
}

function isBad(valid: unknown): boolean {
  return valid !== undefined && valid !== true;
}

/** Findings as sentences. */
function evidence(findings: readonly Finding[], paint: Colours): readonly string[] {
  return inTellingOrder(findings).map((finding) =>
    finding.severity === "error"
      ? `${paint.red("error")}    ${findingText(finding)}`
      : `${paint.yellow("warning")}  ${findingText(finding)}`,
  );
}

/** Label and the paths of its parts; a line is left out if none of its parts is there. */
const figures: readonly [label: string, parts: readonly [text: (value: number) => string, path: Path][]][] = [
  [
    "Operations",
    [
      [(n) => `${n} ok`, ["stats", "ok-count"]],
      [(n) => `${n} fail`, ["stats", "fail-count"]],
      [(n) => `${n} info`, ["stats", "info-count"]],
    ],
  ],
  ["Available", [[(n) => `${(n * 100).toFixed(n === 1 ? 0 : 3)} %`, ["availability", "ok-fraction"]]]],
  [
    "Messages",
    [
      [(n) => `${n} with clients`, ["net", "clients", "msg-count"]],
      [(n) => `${n} between servers`, ["net", "servers", "msg-count"]],
      [(n) => `${Number(n.toPrecision(4))} of those per operation`, ["net", "servers", "msgs-per-op"]],
    ],
  ],
];

function figureText({ results, latencies }: Judged): string {
  const lines = figures.flatMap(([label, parts]) => {
    const texts = parts.flatMap(([text, path]) => {
      const value = lookupNumber(results, path);
      return value === undefined ? [] : [text(value)];
    });
    return texts.length === 0 ? [] : [figureLine(label, texts)];
  });
  const ofOperations = latencies();
  if (ofOperations !== null) {
    const { median, p99, max } = ofOperations;
    // Of what clients asked; the latencies of a broadcast's values, which rows 3d and 3e are held against, are others.
    lines.push(
      figureLine("Latency", [`of operations: median ${ms(median)}`, `99 % ${ms(p99)}`, `max ${ms(max)}`]),
    );
  }
  return lines.join("\n");
}

function figureLine(label: string, texts: readonly string[]): string {
  return `${label.padEnd(12)}${texts.join(", ")}`;
}

function ms(milliseconds: number): string {
  return `${Number(milliseconds.toPrecision(3))} ms`;
}

function againNote({ clock }: Judged): string {
  return clock === "virtual"
    ? "        The same seed gives the same run, byte for byte."
    : "        The same seed gives the same operations and faults; only their timing is real.";
}

const LAST_LINES = {
  exited: "A node exited by itself: Maelstrom would not have judged this run (exit code 255).",
  valid: "Everything looks good! ヽ(‘ー`)ノ",
  invalid: "Analysis invalid! (ﾉಥ益ಥ）ﾉ ┻━┻",
  unknown: "Errors occurred during analysis, but no anomalies found. ಠ~ಠ",
} as const;

/** A report without the last line: for whoever has another verdict to give than that on the history. */
export function withoutLastLine(report: string): string {
  const paragraphs = report.split("\n\n");
  const last = paragraphs.at(-1) ?? "";
  const isLastLine = Object.values(LAST_LINES).some((line) => last.includes(line));
  return isLastLine ? paragraphs.slice(0, -1).join("\n\n") : report;
}

/** Maelstrom's last line. It has none for a run in which a node exited, because it judges nothing then (2.6). */
function lastLine({ valid, crashed, interrupted }: Judged, paint: Colours): string {
  if (crashed && interrupted === null) {
    return paint.red(LAST_LINES.exited);
  }
  if (valid === true) return paint.green(LAST_LINES.valid);
  return valid === false ? paint.red(LAST_LINES.invalid) : paint.yellow(LAST_LINES.unknown);
}

function secondsText(time: Nanoseconds): string {
  return `${(time / 1e9).toFixed(1)} s`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
