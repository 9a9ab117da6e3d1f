/** Checked runs as text: one in full, several as a table; and as JSON. */
import type { Finding, Validity } from "@gossip-glomers/checkers";
import { type Datum, type ExactJson, type ExactRecord, printEdn } from "@gossip-glomers/history";
import Table from "cli-table3";
import picocolors from "picocolors";
import { findingText, quotable } from "../report/finding.ts";
import type { CheckedRun } from "./check-run.ts";
import type { Difference } from "./differences.ts";
import { plainJson } from "./plain-json.ts";

type Colours = ReturnType<typeof picocolors.createColors>;

/** A run under the name by which it is shown. */
export interface NamedRun {
  readonly name: string;
  readonly run: CheckedRun;
}

/**
 * True or false where a verdict was stored, null where none was. Of a run that did not come to its end there is none either,
 * but what is stored of it may contradict what happened until then.
 */
export function agrees({ comparison, unfinished }: CheckedRun): boolean | null {
  if (comparison === null) return null;
  if (comparison.differences.length > 0) return false;
  return unfinished === null ? true : null;
}

/** The verdict, what was found, and how it compares with what was stored. */
export function checkText({ name, run }: NamedRun, colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const { findings, circumstances, valid } = run;
  return [
    `${verdictText(valid, paint).padEnd(colours ? 0 : 7)}  ${circumstances.workload} in ${name}: ${countsText(findings)}.`,
    ...findings.map((finding) =>
      finding.severity === "error"
        ? `${paint.red("error")}    ${findingText(finding)}`
        : `${paint.yellow("warning")}  ${findingText(finding)}`,
    ),
    ...(valid === true ? [] : stderrText(run)),
    agreementText(run, paint),
  ].join("\n\n");
}

/** Where nodes said most likely why: the end of what each wrote to stderr. */
export function stderrText({ nodeLogs }: Pick<CheckedRun, "nodeLogs">): readonly string[] {
  const lines = [...nodeLogs].flatMap(([node, log]) => {
    const last = log.findLast((line) => line.trim() !== "");
    return last === undefined ? [] : [`Stderr   ${node}, the last of ${log.length} lines: ${quotable(last)}`];
  });
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function countsText(findings: readonly Finding[]): string {
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return parts.length === 0 ? "nothing to say against it" : parts.join(", ");
}

function agreementText(run: CheckedRun, paint: Colours): string {
  const { stored, comparison, unfinished } = run;
  if (stored === null || comparison === null) {
    const why =
      unfinished?.crashed === true
        ? "as Maelstrom crashed"
        : "so the run was cut short, or Maelstrom crashed, as it does when a node has ended by itself";
    return `Stored   no verdict: there is no results.edn, ${why}`;
  }
  const { differences } = comparison;
  const word = verdictText(storedValidity(stored["valid?"]), paint);
  if (differences.length === 0 && unfinished !== null) {
    return `Stored   ${word}: no verdict that ours could agree with, as ${unfinished.why}`;
  }
  if (differences.length === 0) {
    const otherVerdict = comparison.excused.some(({ field }) => field === "valid?");
    return `Stored   ${word}: ${otherVerdict ? "the same figures, and another verdict for the reason above" : "the same verdict and the same figures"}`;
  }
  return [
    `Stored   ${word}: ${paint.red(`differs in ${differences.length === 1 ? "1 field" : `${differences.length} fields`}`)}`,
    ...differences.map((difference) => `         ${differenceText(difference)}`),
  ].join("\n");
}

function differenceText({ field, ours, stored }: Difference): string {
  return `${field}: ours ${shortened(ours)}, stored ${shortened(stored)}`;
}

function shortened(datum: Datum): string {
  const text = printEdn(datum);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/** A row for each run, and how many agree. */
export function checkTable(runs: readonly NamedRun[], colours: boolean): string {
  const paint = picocolors.createColors(colours);
  const table = new Table({
    head: ["run", "workload", "ours", "stored", "agrees"].map((title) => paint.bold(title)),
    style: { head: [], border: [] },
    // Without lines between the rows, since there may be hundreds.
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const { name, run } of runs) {
    table.push([
      name,
      run.circumstances.workload,
      verdictText(run.valid, paint),
      run.stored === null ? "–" : verdictText(storedValidity(run.stored["valid?"]), paint),
      agreementCell(run, paint),
    ]);
  }
  const compared = runs.filter(({ run }) => agrees(run) !== null);
  const agreeing = compared.filter(({ run }) => agrees(run) === true);
  const open = runs.filter(({ run }) => run.unfinished !== null).length;
  const ended = open === 0 ? "" : ` ${open} ${open === 1 ? "run" : "runs"} did not come to an end.`;
  return `${table.toString()}\n${agreeing.length} of ${compared.length} stored verdicts agree with ours.${ended}`;
}

function agreementCell(run: CheckedRun, paint: Colours): string {
  const differences = run.comparison?.differences ?? [];
  if (agrees(run) === null) return "–";
  if (differences.length === 0) return "yes";
  return [paint.red("NO"), ...differences.slice(0, 5).map(differenceText)].join("\n");
}

function verdictText(valid: Validity, paint: Colours): string {
  if (valid === "unknown") return paint.yellow("UNKNOWN");
  return valid ? paint.green("VALID") : paint.red("INVALID");
}

function storedValidity(datum: Datum | undefined): Validity {
  return typeof datum === "boolean" ? datum : "unknown";
}

/** What `--json` prints of one run. */
export function checkJson(run: CheckedRun): ExactRecord {
  return {
    valid: run.valid,
    workload: plainJson(run.results.workload ?? null),
    findings: run.findings.map(findingJson),
    agrees: agrees(run),
    differences: (run.comparison?.differences ?? []).map(({ field, ours, stored }) => ({
      field,
      ours: plainJson(ours),
      stored: plainJson(stored),
    })),
  };
}

function findingJson({ at, node, operations, messages, details, ...finding }: Finding): ExactJson {
  return {
    ...finding,
    ...(at === undefined ? {} : { at }),
    ...(node === undefined ? {} : { node }),
    operations,
    messages,
    details,
  };
}
