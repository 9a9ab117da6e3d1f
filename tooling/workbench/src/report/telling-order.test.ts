import type { Finding } from "@gossip-glomers/checkers";
import { expect, test } from "vitest";
import { inTellingOrder } from "./telling-order.ts";

function finding(
  kind: string,
  severity: Finding["severity"],
  of: Partial<Pick<Finding, "operations" | "messages">> = {},
): Finding {
  return { kind, severity, summary: "", operations: [], messages: [], details: [], ...of };
}

function order(...findings: readonly Finding[]): readonly string[] {
  return inTellingOrder(findings).map(({ kind }) => kind);
}

const neverOk = finding("never-ok", "error", { operations: [1], messages: [2] });

test("what explains that nothing succeeded is told before that", () => {
  const other = finding("duplicate", "warning", { operations: [9], messages: [20, 21] });
  const byMessage = finding("unheard-answer", "warning", { messages: [2, 3] });
  const byOperation = finding("malformed-reply", "warning", { operations: [1, 3] });
  const wrong = finding("wrong-echo", "error", { operations: [5] });
  expect(order(neverOk, wrong, other, byMessage, byOperation)).toEqual([
    "wrong-echo",
    "unheard-answer",
    "malformed-reply",
    "never-ok",
    "duplicate",
  ]);
});

test("who fell silent is told after what a node answered to somebody else", () => {
  const silent = finding("unresponsive", "warning", { messages: [2] });
  const unheard = finding("unheard-answer", "warning", { messages: [2, 3] });
  expect(order(neverOk, silent, unheard)).toEqual(["unheard-answer", "unresponsive", "never-ok"]);
});

test("nothing else changes its place", () => {
  const lost = finding("lost", "error", { messages: [2] });
  const about = finding("silent", "warning", { messages: [2] });
  expect(order(lost, about)).toEqual(["lost", "silent"]);
  expect(order(neverOk, finding("assumed", "warning"))).toEqual(["never-ok", "assumed"]);
});

test("where nobody knows which messages carried an operation, those of a finding may have", () => {
  const unplaced = finding("never-ok", "error", { operations: [1] });
  const silent = finding("silent-node", "warning", { messages: [14] });
  expect(order(unplaced, silent)).toEqual(["silent-node", "never-ok"]);
  expect(order(neverOk, silent)).toEqual(["never-ok", "silent-node"]);
});
