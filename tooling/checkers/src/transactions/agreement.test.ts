import { describe, expect, test } from "vitest";
import { compareKinds } from "./agreement.ts";

describe("kinds that only one of the two names", () => {
  test.each([
    ["none", ["G0", "internal"], ["internal", "G0"], [], []],
    ["a search that ran out of time", ["G0"], ["G0", "cycle-search-timeout"], [], ["cycle-search-timeout"]],
    [
      "what Elle would have found with more time",
      ["G0", "G2-item"],
      ["G0", "cycle-search-timeout"],
      [],
      ["cycle-search-timeout", "G2-item"],
    ],
    [
      "a milder kind where Elle missed the worse one",
      ["G-single-item"],
      ["G-single-item", "G-nonadjacent-item"],
      [],
      ["G-nonadjacent-item"],
    ],
    ["an older name", ["G-single-item-realtime"], ["G-single-realtime"], [], ["G-single-realtime"]],
    [
      "a worse kind that Elle has not found",
      ["G-nonadjacent-item", "G1c"],
      ["G-nonadjacent-item"],
      ["G1c"],
      [],
    ],
    ["a kind that we have not found", ["G2-item"], ["G2-item", "G1c"], ["G1c"], []],
    [
      "what is found by reading has no excuse",
      ["internal"],
      ["cycle-search-timeout", "G1a"],
      ["G1a", "internal"],
      ["cycle-search-timeout"],
    ],
  ])("%s", (_, ours, stored, differences, excused) => {
    const comparison = compareKinds(ours, stored);
    expect(comparison.differences.map(({ kind }) => kind).sort()).toStrictEqual([...differences].sort());
    expect(comparison.excused.map(({ kind }) => kind).sort()).toStrictEqual([...excused].sort());
    for (const { reason } of comparison.excused) {
      expect(reason).not.toBe("");
    }
  });
});
