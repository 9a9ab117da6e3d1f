import { expect, test } from "vitest";
import { readWorkflow } from "./read-workflow.ts";

const text = `name: CI
permissions:
  contents: read
jobs:
  one:
    timeout-minutes: 3
    steps:
      - uses: actions/checkout@0000000000000000000000000000000000000000 # v1.2.3
        with:
          fetch-depth: 0
      - run: echo one
      - name: two
        shell: sh
        run: |
          echo two
          echo three
  other:
    uses: ./.github/workflows/other.yml
`;

test("steps, uses and jobs of a workflow are found, with their lines", () => {
  const workflow = readWorkflow(text);
  expect(workflow.kind).toBe("workflow");
  expect(workflow.steps).toEqual([
    { line: 11, shell: "bash", script: "echo one" },
    { line: 15, shell: "sh", script: "echo two\necho three\n" },
  ]);
  expect(workflow.uses).toEqual([
    {
      line: 8,
      action: "actions/checkout@0000000000000000000000000000000000000000",
      comment: "v1.2.3",
      inputs: ["fetch-depth"],
    },
    { line: 18, action: "./.github/workflows/other.yml", comment: "", inputs: [] },
  ]);
  expect([...workflow.jobs]).toEqual([
    ["one", new Set(["timeout-minutes", "steps"])],
    ["other", new Set(["uses"])],
  ]);
});

test("an action is told by what it runs, and has inputs", () => {
  const action = readWorkflow(
    "inputs:\n  bin: {required: true}\n  args: {default: ''}\nruns: {using: composite, steps: [{run: ls, shell: bash}]}",
  );
  expect(action.kind).toBe("action");
  expect([...action.inputs]).toEqual([
    ["bin", { required: true }],
    ["args", { required: false }],
  ]);
  expect(action.steps).toHaveLength(1);
});

test("a file that is no YAML is refused", () => {
  expect(() => readWorkflow("a: [")).toThrow();
});
