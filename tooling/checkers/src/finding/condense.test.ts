import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents, runOfHistory } from "../run/run.ts";
import { type Anomaly, condense, condenseByNode } from "./condense.ts";
import { namingIn } from "./phrase.ts";

/** Two reads: operations 0 and 1 at n0 by messages 0 and 1, operations 2 and 3 at n1 by messages 2 and 3. */
function twoReads(): Script {
  const script = new Script();
  script.operation(0, 0, "n0", "read", null, { at: 5, type: "ok", value: 1, reply: { type: "read_ok" } });
  script.operation(10, 1, "n1", "read", null, { at: 15, type: "ok", value: 2, reply: { type: "read_ok" } });
  return script;
}

const run = runOfEvents(twoReads().events);

function finding(...anomalies: readonly Anomaly[]) {
  return condense(run, "kind", "error", anomalies)[0];
}

describe("a finding", () => {
  test("names the messages of its operations, each once, and their node", () => {
    expect(finding({ sentence: "So.", operations: [0, 1] })).toMatchObject({ node: "n0", messages: [0, 1] });
  });

  test("of operations at two nodes is no one node's", () => {
    const both = finding({ sentence: "So.", operations: [1, 3] });
    expect(both).toMatchObject({ messages: [0, 1, 2, 3] });
    expect(both).not.toHaveProperty("node");
  });

  test("keeps what its checker knows better", () => {
    const told = finding({ sentence: "So.", operations: [1], messages: [9], node: "n7" });
    expect(told).toMatchObject({ node: "n7", messages: [9] });
    expect(finding({ sentence: "So.", operations: [1], node: null })).not.toHaveProperty("node");
  });

  test("of a history without a trace names operations alone", () => {
    const [told] = condense(runOfHistory(run.history), "kind", "error", [
      { sentence: "So.", operations: [1] },
    ]);
    expect(told).toMatchObject({ operations: [1], messages: [] });
    expect(told).not.toHaveProperty("node");
  });

  test("of many anomalies tells the first, three briefly, and the rest as a number", () => {
    const many = [1, 2, 3, 4, 5, 6].map((n) => ({ sentence: `Anomaly ${n}.`, brief: `${n}` }));
    expect(condense(run, "kind", "error", many, "Do better.", 10)).toMatchObject([
      { summary: "Anomaly 1. There are 15 more such. Do better.", details: ["2", "3", "4"] },
    ]);
  });

  test("of none is none", () => {
    expect(condense(run, "kind", "error", [])).toStrictEqual([]);
  });
});

test("each node has findings of its own", () => {
  const anomalies = [1, 3, 0].map((index) => ({ sentence: `Operation ${index}.`, operations: [index] }));
  expect(condenseByNode(run, "kind", "warning", anomalies)).toMatchObject([
    { node: "n0", operations: [1, 0] },
    { node: "n1", operations: [3] },
  ]);
});

test("an operation is named by client, node, messages and time, or by its process where there is no trace", () => {
  const [invocation, completion] = run.history;
  if (invocation === undefined || completion === undefined) throw new Error("the script has two reads");
  expect(namingIn(run)(completion)).toBe("the read by c0 at n0 (operation 1, messages 0 and 1, 0.005 s)");
  expect(namingIn(run)(invocation)).toBe("the read by c0 at n0 (operation 0, message 0, 0.000 s)");
  expect(namingIn(runOfHistory(run.history))(completion)).toBe(
    "the read by process 0 (operation 1, 0.005 s)",
  );
});
