/**
 * Chooses the rows that the workflow runs on Maelstrom, from the official table itself, so that neither can drift from the other.
 *
 * Needs nothing installed: it is the first job of the workflow, and imports only what has no dependencies. Prints the choice as
 * JSON, and hands it to the workflow where there is one (`GITHUB_OUTPUT`).
 */
import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultRelease } from "../../../maelstrom/src/release.ts";
import { table } from "../../../workbench/src/challenges/table.ts";
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
const changed = changedSince(options.base);
const jobs = choose();
const outputs = {
  jobs: JSON.stringify(jobs),
  any: String(jobs.length > 0),
  version: defaultRelease.version,
  sha256: defaultRelease.sha256,
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
    process.stderr.write(`matrix: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** Null if that cannot be told: a branch's first push has no base, and a forced one may have lost it. */
function changedSince(base: string): readonly string[] | null {
  if (base === "" || /^0+$/.test(base)) return null;
  try {
    const args = ["diff", "--name-only", "-z", `${base}...HEAD`];
    const paths = execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return paths.split("\0").filter((path) => path !== "");
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    process.stderr.write(`matrix: ${base} cannot be compared with, so every row is run: ${reason}\n`);
    return null;
  }
}
