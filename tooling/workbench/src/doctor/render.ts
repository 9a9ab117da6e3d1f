/** What the checks found, as a person reads it and as JSON. */
import type { Finding } from "@gossip-glomers/maelstrom";
import { createColors } from "picocolors";

/** Findings that belong together. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

const marks = { ok: "✓", warning: "!", failed: "✗" } as const;

export function doctorText(sections: readonly Section[], colours: boolean): string {
  const paint = createColors(colours);
  const colour = { ok: paint.green, warning: paint.yellow, failed: paint.red } as const;
  const width = Math.max(...sections.flatMap(({ findings }) => findings.map(({ check }) => check.length)));
  const lines = sections.flatMap(({ title, findings }) => [
    paint.bold(title),
    ...findings.flatMap(({ check, state, what, consequence, remedies }) => [
      `${colour[state](marks[state])} ${check.padEnd(width)}  ${what}`,
      ...(consequence === null ? [] : [`  ${" ".repeat(width)}  ${consequence}`]),
      ...remedies.map(({ system, command }) => {
        const label = system === null ? "" : `${system.padEnd(6)}  `;
        return `  ${" ".repeat(width)}  ${label}${command}`;
      }),
    ]),
    "",
  ]);
  return [...lines, summary(sections)].join("\n");
}

/** `Nothing is missing.`, or `1 check failed, 2 warnings.` */
function summary(sections: readonly Section[]): string {
  const count = (state: Finding["state"]): number =>
    sections.flatMap(({ findings }) => findings).filter((finding) => finding.state === state).length;
  const [failures, warnings] = [count("failed"), count("warning")];
  const parts = [
    ...(failures > 0 ? [`${failures} ${failures === 1 ? "check" : "checks"} failed`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`] : []),
  ];
  return parts.length === 0 ? "Nothing is missing." : `${parts.join(", ")}.`;
}

export function doctorJson(sections: readonly Section[]): string {
  return JSON.stringify({ ok: !hasFailed(sections), sections }, null, 2);
}

export function hasFailed(sections: readonly Section[]): boolean {
  return sections.some(({ findings }) => findings.some(({ state }) => state === "failed"));
}
