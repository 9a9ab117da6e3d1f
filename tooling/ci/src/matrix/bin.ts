/**
 * Chooses the rows that the workflow runs on Maelstrom, from the official table itself, so that neither can drift from the other.
 *
 * Needs nothing installed: it is the first job of the workflow, and imports only what has no dependencies. Prints the choice as
 * JSON, and hands it to the workflow where there is one (`GITHUB_OUTPUT`).
 */
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../../../workbench/src/challenges/table.ts";
import { changedSince } from "./changed.ts";
import { concernedPackages } from "./concerned.ts";
import { type Job, jobsFor } from "./jobs.ts";
import { readNodePackages } from "./packages.ts";

const root = resolve(import.meta.dirname, "../../../..");
const { values: options } = parseArgs({
  options: {
    /** Rows by name, separated by blanks or commas; all if there is none. */
    rows: { type: "string", default: "" },
    /** The commit against which changes are looked for; without one, every row is concerned. */
    base: { type: "string", default: "" },
  },
});

const { packages, open } = readNodePackages(root);
const changed = changedSince(options.base, root, complain);
const jobs = choose();
const outputs = {
  jobs: JSON.stringify(jobs),
  any: String(jobs.length > 0),
};
process.stdout.write(`${JSON.stringify({ ...outputs, jobs }, null, 2)}\n`);
if (process.env.GITHUB_OUTPUT) {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
  appendFileSync(process.env.GITHUB_OUTPUT, lines.join(""));
}

function choose(): readonly Job[] {
  const named = options.rows.split(/[\s,]+/).filter((name) => name !== "");
  const concerned = changed === null ? null : concernedPackages(changed, packages);
  try {
    return jobsFor(table, { named, concerned, open }, "@gossip-glomers");
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

function complain(message: string): void {
  process.stderr.write(`matrix: ${message}\n`);
}
