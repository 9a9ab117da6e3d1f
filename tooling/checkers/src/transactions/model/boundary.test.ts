import { describe, expect, test } from "vitest";
import { anomaliesProhibitedBy, boundaryOf, impossibleModels, unknownModels } from "./boundary.ts";
import { consistencyModelNames, strongerThan } from "./consistency-models.ts";

/** MAELSTROM.md 15.1: the anomalies that each model adds to those of the one before it. */
const detectable = [
  "G0",
  "duplicate-elements",
  "cyclic-versions",
  "G1a",
  "G1b",
  "G1c",
  "dirty-update",
  "future-read",
  "incompatible-order",
  "internal",
  "lost-update",
  "G-single-item",
  "G-nonadjacent-item",
  "G2-item",
];
const readUncommitted = ["G0", "duplicate-elements", "cyclic-versions"];
const readCommitted = [
  ...readUncommitted,
  "G1a",
  "G1b",
  "G1c",
  "dirty-update",
  "future-read",
  "incompatible-order",
];
const cursorStability = [...readCommitted, "lost-update"];
const snapshot = [...cursorStability, "internal", "G-single-item", "G-nonadjacent-item"];

describe("the anomalies that break a model", () => {
  test.each([
    ["read-uncommitted", readUncommitted],
    ["PL-1", readUncommitted],
    ["read-committed", readCommitted],
    ["monotonic-atomic-view", readCommitted],
    ["read-atomic", [...readCommitted, "internal"]],
    ["causal-cerone", [...readCommitted, "internal"]],
    ["cursor-stability", cursorStability],
    ["repeatable-read", [...cursorStability, "G-single-item", "G-nonadjacent-item", "G2-item"]],
    ["snapshot-isolation", snapshot],
    ["serializable", [...snapshot, "G2-item"]],
    ["monotonic-reads", []],
  ])("%s", (model, anomalies) => {
    const prohibited = anomaliesProhibitedBy([model]);
    expect(detectable.filter((kind) => prohibited.has(kind)).sort()).toStrictEqual([...anomalies].sort());
  });

  test.each([
    ["serializable", [], ["-process", "-realtime"]],
    ["strong-session-serializable", ["-process"], ["-realtime"]],
    ["strict-serializable", ["-process", "-realtime"], []],
  ])("%s and the orders of sessions and of the clock", (model, demanded, allowed) => {
    const prohibited = anomaliesProhibitedBy([model]);
    for (const kind of ["G0", "G1c", "G-single-item", "G-nonadjacent-item", "G2-item"]) {
      expect(demanded.every((order) => prohibited.has(kind + order))).toBe(true);
      expect(allowed.some((order) => prohibited.has(kind + order))).toBe(false);
    }
  });

  test("several models demand what any of them does", () => {
    expect(anomaliesProhibitedBy(["read-uncommitted", "read-atomic"])).toStrictEqual(
      anomaliesProhibitedBy(["read-atomic"]),
    );
  });
});

test("a stronger model prohibits whatever a weaker one does", () => {
  for (const [model, weaker] of strongerThan) {
    const prohibited = anomaliesProhibitedBy([model]);
    for (const anomaly of anomaliesProhibitedBy(weaker)) {
      expect([model, anomaly, prohibited.has(anomaly)]).toStrictEqual([model, anomaly, true]);
    }
  }
});

test("a model is impossible exactly where an anomaly that it prohibits was found", () => {
  for (const anomaly of [...detectable, "G2-item-process", "G-single-item-realtime"]) {
    const impossible = impossibleModels([anomaly]);
    for (const model of strongerThan.keys()) {
      expect([model, anomaly, impossible.has(model)]).toStrictEqual([
        model,
        anomaly,
        anomaliesProhibitedBy([model]).has(anomaly),
      ]);
    }
  }
});

test("not names the weakest broken models, also-not the rest", () => {
  expect(boundaryOf(["G-single-item-process"])).toStrictEqual({
    not: ["strong-session-snapshot-isolation"],
    alsoNot: ["strong-serializable", "strong-session-serializable", "strong-snapshot-isolation"],
  });
  expect(boundaryOf([])).toStrictEqual({ not: [], alsoNot: [] });
});

test("every name of MAELSTROM.md 1.1 is known, and no other", () => {
  expect(consistencyModelNames).toStrictEqual(
    `1SR PL-1 PL-2 PL-2+ PL-2.99 PL-2L PL-3 PL-3U PL-CS PL-FCV PL-MSR PL-SI PL-SS PRAM causal causal-cerone
    conflict-serializable consistent-view cursor-stability forward-consistent-view linearizable monotonic-atomic-view
    monotonic-reads monotonic-snapshot-read monotonic-view monotonic-writes parallel-snapshot-isolation prefix
    read-atomic read-committed read-uncommitted read-your-writes repeatable-read sequential serializable
    session-serializable snapshot-isolation strict-serializable strong-PL-1 strong-PL-2 strong-read-committed
    strong-read-uncommitted strong-serializable strong-session-PL-1 strong-session-PL-2
    strong-session-read-committed strong-session-read-uncommitted strong-session-serializable
    strong-session-snapshot-isolation strong-snapshot-isolation update-atomic update-serializable view-serializable
    writes-follow-reads`.split(/\s+/),
  );
  expect(unknownModels(["serializable", "a,b"])).toStrictEqual(["a,b"]);
});
