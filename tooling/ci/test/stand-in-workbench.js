/**
 * Stands in for the workbench in the tests of the action: notes how it was called, writes a summary if it is to, and ends as it is
 * told by the environment.
 */
import { appendFileSync, writeFileSync } from "node:fs";

const args = process.argv.slice(2);
const { STAND_IN_CALLS = "", STAND_IN_CODE = "0", STAND_IN_SUMMARY = "", STAND_IN_SAYS = "" } = process.env;
appendFileSync(STAND_IN_CALLS, `${JSON.stringify(args)}\n`);
const isRun = args[1] === "test" || args[1] === "challenges";
const summary = args.indexOf("--summary");
if (summary >= 0 && STAND_IN_SUMMARY !== "") writeFileSync(args[summary + 1] ?? "", STAND_IN_SUMMARY);
if (STAND_IN_SAYS !== "") process.stdout.write(`${STAND_IN_SAYS}\n`);
process.exitCode = isRun ? Number(STAND_IN_CODE) : 0;
