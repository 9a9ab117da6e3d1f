/** Scripts of steps, made ready for shellcheck, and what it says of them put where they stand in the workflow. */
import type { Fault } from "./policy.ts";
import type { ShellStep } from "./read-workflow.ts";

/** The names that shellcheck has for the shells that GitHub runs; null for those that it does not know. */
export function dialectOf(shell: string): "bash" | "sh" | null {
  const [name] = shell.split(" ");
  return name === "bash" || name === "sh" ? name : null;
}

/**
 * The script with every `${{ … }}` replaced by as many underscores: GitHub puts a text there before the shell sees the script,
 * and places in it stay what they were.
 */
export function withoutExpressions(script: string): string {
  return script.replace(/\$\{\{.*?\}\}/gs, (expression) => expression.replace(/[^\n]/g, "_"));
}

/** Given what `shellcheck --format=json` printed for the step's script. */
export function faultsOfStep(step: ShellStep, json: string): readonly Fault[] {
  return commentsOf(json).map(({ line, code, message }) => ({
    line: step.line + line - 1,
    message: `SC${code}: ${message}`,
  }));
}

interface Comment {
  readonly line: number;
  readonly code: number;
  readonly message: string;
}

function commentsOf(json: string): readonly Comment[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter(isComment) : [];
}

function isComment(value: unknown): value is Comment {
  return (
    typeof value === "object" && value !== null && "line" in value && "code" in value && "message" in value
  );
}
