/** A call of Maelstrom's `test` for the page of a job: what was run, the verdict, the figures, and what our checkers found. */
import { figuresOf, withUnit } from "../challenges/figures.ts";
import { displayed } from "../commands/test.ts";
import { escapedMarkdown, fencedMarkdown } from "../report/markdown.ts";
import { type Aftermath, resultsOf } from "./aftermath.ts";

export interface TestSummary {
  /** As it was typed, from `test` on. */
  readonly typed: readonly string[];
  /** What is said of it, without colours. */
  readonly verdict: string;
  /** Its runs, in order. */
  readonly aftermaths: readonly Aftermath[];
  /** Where it was typed. */
  readonly directory: string;
}

/** As Markdown (of GitHub's kind). */
export function testMarkdown({ typed, verdict, aftermaths, directory }: TestSummary): string {
  const parts = [
    "### Maelstrom",
    fencedMarkdown(["maelstrom", "test", ...typed.map(shellWord)].join(" ")),
    fencedMarkdown(verdict),
    ...(aftermaths.length === 0 ? [] : [table(aftermaths, directory)]),
    ...aftermaths.flatMap(findings),
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(aftermaths: readonly Aftermath[], directory: string): string {
  const rows = aftermaths.map((aftermath) => [
    displayed(aftermath.folder, directory),
    aftermath.kind === "judged" ? validityText(aftermath.run.valid) : aftermath.reason,
    figures(aftermath),
  ]);
  const head = ["run", "our own checkers", "Maelstrom's figures"];
  return [head, head.map(() => "---"), ...rows.map((cells) => cells.map(escapedMarkdown))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

function validityText(valid: boolean | "unknown"): string {
  if (valid === "unknown") return "unknown";
  return valid ? "valid" : "invalid";
}

function figures(aftermath: Aftermath): string {
  const results = resultsOf(aftermath);
  if (results === null) return "no results";
  return [...figuresOf(results)].map(([name, value]) => `${name} ${withUnit(name, value)}`).join("\n");
}

function findings(aftermath: Aftermath): readonly string[] {
  if (aftermath.kind === "unjudged" || aftermath.run.findings.length === 0) return [];
  const lines = aftermath.run.findings.map(
    ({ severity, summary }) => `- **${severity}** ${escapedMarkdown(summary)}`,
  );
  return [lines.join("\n")];
}

/** An argument as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w./:=,+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
