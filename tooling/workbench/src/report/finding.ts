/** One finding as text: its sentence, then the exact lines that it quotes. */
import type { Finding } from "@gossip-glomers/checkers";

/** A line longer than this would push the next finding off the screen; the store has it whole. */
const longestLine = 500;

/**
 * The sentence, and below it each detail, indented.
 *
 * Control characters are shown as escapes: a node's output goes to a terminal here, and a line that was meant to
 * clear the screen is one of the things that nodes print by mistake.
 */
export function findingText(finding: Finding): string {
  return [finding.summary, ...finding.details.map((detail) => indent(quotable(detail)))].join("\n");
}

/** What a node printed, as it may be shown. */
export function quotable(text: string): string {
  return visible(shortened(text));
}

function shortened(line: string): string {
  if (line.length <= longestLine) return line;
  return `${line.slice(0, longestLine)}… (${line.length - longestLine} more characters; see trace.jsonl)`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "           ");
}

function visible(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character) => JSON.stringify(character).slice(1, -1));
}
