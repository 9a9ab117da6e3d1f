import { expect, test } from "vitest";
import { policyFaults } from "./policy.ts";
import { readWorkflow } from "./read-workflow.ts";

const commit = "0123456789012345678901234567890123456789";
const action = readWorkflow("inputs: {bin: {required: true}, args: {}}\nruns: {using: composite, steps: []}");

function faultsOf(uses: string): readonly string[] {
  const text = `permissions: {}\nconcurrency: one\njobs:\n  one:\n    timeout-minutes: 1\n    steps:\n      - ${uses}\n`;
  return policyFaults(readWorkflow(text), (path) => (path === "./action" ? action : null)).map(
    ({ line, message }) => `${line} ${message}`,
  );
}

test("an action that is pinned, with its version, passes; so does this repository's own", () => {
  expect(faultsOf(`uses: actions/cache@${commit} # v6.1.0`)).toEqual([]);
  expect(faultsOf("{uses: ./action, with: {bin: a, args: b}}")).toEqual([]);
});

test.each([
  ["a tag", "uses: actions/cache@v6", /7 actions\/cache@v6 is not pinned/],
  ["a short commit", "uses: actions/cache@0123456", /not pinned/],
  ["no version", `uses: actions/cache@${commit}`, /says no version/],
  ["a vague version", `uses: actions/cache@${commit} # v6`, /says no version/],
  ["an action that is not there", "uses: ./elsewhere", /is not there/],
  ["an unknown input", "{uses: ./action, with: {bin: a, bim: b}}", /no input "bim"/],
  ["an expression in a script", `run: echo "$\{{ github.head_ref }}"`, /hand it over as a variable/],
  ["a missing input", "{uses: ./action, with: {args: b}}", /not given its input "bin"/],
])("%s is a fault", (_, uses, message) => {
  expect(faultsOf(uses)).toEqual([expect.stringMatching(message)]);
});

test("a script may use variables of its shell", () => {
  expect(faultsOf(`run: echo "$HOME" "$\{GITHUB_REF}"`)).toEqual([]);
});

test("a workflow limits permissions, runs and time", () => {
  const faults = policyFaults(readWorkflow("jobs: {one: {steps: []}, two: {uses: ./other}}"), () => action);
  expect(faults.map(({ message }) => message.split(":")[0])).toEqual([
    './other is not given its input "bin"',
    'the workflow has no "permissions"',
    'the workflow has no "concurrency"',
    'job "one" has no "timeout-minutes"',
  ]);
});
