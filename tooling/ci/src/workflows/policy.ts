/**
 * What this repository demands of its workflows beyond what actionlint knows of them: nothing unpinned, no text of others in a
 * script, no permissions that nobody asked for, no job that hangs for hours.
 */
import type { ShellStep, Use, Workflow } from "./read-workflow.ts";

export interface Fault {
  readonly line: number;
  readonly message: string;
}

/** @param actionAt the action that a path within this repository leads to; null if there is none */
export function policyFaults(
  workflow: Workflow,
  actionAt: (path: string) => Workflow | null,
): readonly Fault[] {
  return [
    ...workflow.uses.flatMap((use) =>
      use.action.startsWith("./") ? localFaults(use, actionAt) : pinFaults(use),
    ),
    ...workflow.steps.flatMap(expressionFaults),
    ...(workflow.kind === "workflow" ? workflowFaults(workflow) : []),
  ];
}

/** A tag can be moved to other code by whoever holds the action's repository; a commit cannot. */
function pinFaults({ action, comment, line }: Use): readonly Fault[] {
  if (!/@[0-9a-f]{40}$/.test(action)) {
    return [{ line, message: `${action} is not pinned: name the full commit, and its version in a comment` }];
  }
  if (/^v\d+\.\d+\.\d+$/.test(comment)) return [];
  return [{ line, message: `${action} says no version: add a comment such as "# v1.2.3"` }];
}

/** An expression is put into the script before the shell reads it, so that a branch named `$(…)` would be a command. */
function expressionFaults({ line, script }: ShellStep): readonly Fault[] {
  if (!script.includes("${{")) return [];
  return [{ line, message: "a script has an expression: hand it over as a variable, in the step's env" }];
}

function localFaults(
  { action, inputs, line }: Use,
  actionAt: (path: string) => Workflow | null,
): readonly Fault[] {
  const local = actionAt(action);
  if (local === null) return [{ line, message: `${action} is not there: name a folder with an action.yml` }];
  const missing = [...local.inputs].filter(([name, { required }]) => required && !inputs.includes(name));
  return [
    ...inputs
      .filter((name) => !local.inputs.has(name))
      .map((name) => ({ line, message: `${action} has no input "${name}": see its action.yml` })),
    ...missing.map(([name]) => ({ line, message: `${action} is not given its input "${name}"` })),
  ];
}

function workflowFaults({ keys, jobs }: Workflow): readonly Fault[] {
  const wanted = [
    { key: "permissions", why: "without it, its token may do whatever the repository's default allows" },
    { key: "concurrency", why: "without it, runs of the same branch go on beside one another" },
  ];
  return [
    ...wanted
      .filter(({ key }) => !keys.has(key))
      .map(({ key, why }) => ({ line: 1, message: `the workflow has no "${key}": ${why}` })),
    ...[...jobs]
      .filter(([, job]) => !job.has("timeout-minutes") && !job.has("uses"))
      .map(([id]) => ({
        line: 1,
        message: `job "${id}" has no "timeout-minutes": one that hangs costs six hours`,
      })),
  ];
}
