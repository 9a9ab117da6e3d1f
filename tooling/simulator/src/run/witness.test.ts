import type { NodeFault, TraceEvent } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { VirtualClock } from "../clock/virtual-clock.ts";
import { Witness } from "./witness.ts";

const notJson: NodeFault = { fault: "not-json", line: "debug", reason: "it is not" };
const exited: NodeFault = { fault: "exited", code: 0, signal: null, stdout: [], stderr: [] };
const repeated: NodeFault = { fault: "repeated", of: "not-json", count: 17 };

function witness() {
  const trace: TraceEvent[] = [];
  const subject = new Witness(new VirtualClock(), { write: (event) => void trace.push(event) });
  return { subject, trace, faults: () => subject.faults.map(({ node, fault }) => `${node} ${fault.fault}`) };
}

test("the last 32 lines of each node are remembered, all are traced", () => {
  const { subject, trace } = witness();
  for (let n = 0; n < 40; n++) subject.log("n0", `line ${n}`);
  subject.log("n1", "hello");
  expect(subject.testimony("n0")).toHaveLength(33);
  expect(subject.testimony("n0").at(1)).toBe("  line 8");
  expect(subject.testimony("n1")).toEqual(["It wrote to stderr, last:", "  hello"]);
  expect(trace).toHaveLength(41);
});

test("a testimony has the node's own faults", () => {
  const { subject } = witness();
  subject.fault("n0", notJson);
  expect(subject.testimony("n0")[0]).toBe(
    "It printed a line to stdout that is not JSON (it is not), after which Maelstrom never reads a node again; " +
      'print everything that is no message to stderr. The line: "debug"',
  );
  expect(subject.testimony("n1")).toEqual(["It wrote nothing to stderr."]);
});

test("of a fault that comes with every line the first is told, and how many more there are", () => {
  const { subject } = witness();
  for (const line of ["{", '  "src": "n0",', "}"]) subject.fault("n0", { ...notJson, line });
  subject.fault("n0", { fault: "flood", stream: "stdout", line: "", reason: "too many lines" });
  expect(subject.testimony("n0")).toEqual([
    expect.stringMatching(/The line: "\{"$/),
    "There are 2 more such.",
    "It flooded its stdout: too many lines; print less.",
    "It wrote nothing to stderr.",
  ]);
});

test("an exit is known to those who wait for it and to those who ask later", async () => {
  const { subject } = witness();
  const awaited = subject.exitOf("n0");
  subject.fault("n0", notJson);
  subject.fault("n0", exited);
  await expect(awaited).resolves.toBe(exited);
  await expect(subject.exitOf("n0")).resolves.toBe(exited);
});

test("at the end only deaths count, and how often what had been a fault was repeated", () => {
  const { subject, faults, trace } = witness();
  subject.fault("n0", notJson);
  subject.close();
  subject.log("n0", "terminating");
  subject.fault("n0", notJson);
  subject.fault("n0", repeated);
  subject.fault("n1", repeated);
  subject.fault("n1", exited);
  expect(faults()).toEqual(["n0 not-json", "n0 repeated", "n1 exited"]);
  expect(trace).toHaveLength(3);
});
