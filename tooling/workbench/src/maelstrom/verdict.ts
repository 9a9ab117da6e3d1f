/** What Maelstrom said in the end: its exit code (MAELSTROM.md 1.2), and why, in a sentence. */
import type { Validity } from "@gossip-glomers/checkers";
import { type Datum, type DatumRecord, isRecord, printEdn } from "@gossip-glomers/history";
import type { Ending, TestCrash } from "@gossip-glomers/maelstrom";
import picocolors from "picocolors";
import { crashSentence } from "../check/crash.ts";
import { type ExitCode, exitCode } from "../cli/exit-code.ts";

/** What is known of a call that is over. */
export interface Said {
  readonly ending: Ending;
  /** Of the last run; null if it left none. */
  readonly results: DatumRecord | null;
  /** What the log says of a crash. */
  readonly crash: TestCrash | null;
  readonly lastWords: string;
}

const COMMAND_NOT_FOUND = 127;
const JUDGED: ReadonlyMap<number, Validity> = new Map<number, Validity>([
  [exitCode.valid, true],
  [exitCode.invalid, false],
  [exitCode.unknown, "unknown"],
]);

/** Maelstrom's verdict; null if it gave none. */
export function validityOf(ending: Ending): Validity | null {
  return ending.kind === "exited" ? (JUDGED.get(ending.code) ?? null) : null;
}

/** Maelstrom's own code; what is none of its codes is a crash. */
export function codeOf(ending: Ending): ExitCode {
  if (ending.kind === "killed") return exitCode.crashed;
  const own = [exitCode.valid, exitCode.invalid, exitCode.unknown, exitCode.badArguments] as const;
  return own.find((code) => code === ending.code) ?? exitCode.crashed;
}

/** `INVALID  Maelstrom says that the run is invalid (exit code 1).` */
export function verdictText(said: Said, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const { ending } = said;
  switch (validityOf(ending)) {
    case true:
      return `${paint.green("VALID")}    Maelstrom says that the run is valid (exit code 0).`;
    case false:
      return `${paint.red("INVALID")}  Maelstrom says that the run is invalid (exit code 1).`;
    case "unknown":
      return `${paint.yellow("UNKNOWN")}  Maelstrom could not decide (exit code 2): ${whyUnknown(said.results)}.`;
    case null:
      return `${paint.red("FAILED")}   ${whyNoVerdict(said)}`;
  }
}

function whyUnknown(results: DatumRecord | null): string {
  if (results === null) return "it left no results";
  const { perf, ...others } = results;
  const undecided = Object.entries(others).flatMap(([name, part]) =>
    isRecord(part) && isUnknown(part["valid?"]) ? [`:${name}`] : [],
  );
  if (undecided.length === 0 && perf !== undefined && mentionsGnuplot(perf)) {
    return "it could not draw its graphs, because gnuplot is missing or failed, which says nothing of the nodes; `glomers maelstrom doctor` names the command that installs it";
  }
  const parts = isRecord(perf) && isUnknown(perf["valid?"]) ? [":perf", ...undecided] : undecided;
  return parts.length === 0
    ? "results.edn does not say why"
    : `${parts.join(", ")} in results.edn ${parts.length === 1 ? "is" : "are"} :unknown`;
}

function isUnknown(valid: Datum | undefined): boolean {
  return valid !== undefined && typeof valid !== "boolean";
}

function mentionsGnuplot(perf: Datum): boolean {
  return /gnuplot/i.test(printEdn(perf));
}

function whyNoVerdict({ ending, crash, lastWords }: Said): string {
  if (ending.kind === "killed")
    return `Maelstrom was ended by ${ending.signal} and has judged nothing; was the memory used up?`;
  const { code } = ending;
  if (code === exitCode.badArguments)
    return `Maelstrom refuses the arguments (exit code 254)${quoted("", lastWords)}`;
  if (code === COMMAND_NOT_FOUND)
    return `Maelstrom's launcher misses a program (exit code 127), most likely Java; see \`glomers maelstrom doctor\`${quoted(". Its last words", lastWords)}`;
  if (crash !== null) return `${crashSentence(crash)} (Exit code ${code}.)`;
  return `Maelstrom ended with exit code ${code} and has judged nothing${quoted(". Its last words", lastWords)}`;
}

/** Its last words, after what leads to them; of a program that said nothing there are none. */
function quoted(lead: string, lastWords: string): string {
  return lastWords.trim() === ""
    ? "; it said nothing."
    : `${lead}:\n${lastWords.replace(/^/gm, "           ")}`;
}
