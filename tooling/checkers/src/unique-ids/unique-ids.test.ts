import { isDeepStrictEqual } from "node:util";
import type { Datum } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Script, sequentialHistory } from "../../test/script.ts";
import { runOfEvents, runOfHistory } from "../run/run.ts";
import { checkUniqueIds } from "./unique-ids.ts";

const STRICT = { maelstromCompat: false };
const COMPAT = { maelstromCompat: true };

/** A run in which these ids were given, one after another. */
function given(ids: readonly Datum[]) {
  return runOfHistory(sequentialHistory(ids.map((id) => ["generate", null, "ok", id])));
}

describe("checkUniqueIds", () => {
  test("accepts ids that differ, and says from where to where they go", () => {
    expect(checkUniqueIds(given(["n0-2", "n0-10", "n1-1"]), STRICT)).toStrictEqual({
      valid: true,
      result: {
        "attempted-count": 3,
        "acknowledged-count": 3,
        "duplicated-count": 0,
        duplicated: new Map(),
        range: ["n0-10", "n1-1"],
      },
      findings: [],
    });
  });

  test("tells who was given the same id, by which nodes and in which messages", () => {
    const script = new Script();
    const give = (at: number, process: number, node: string, id: string) =>
      script.operation(at, process, node, "generate", null, {
        at: at + 4,
        type: "ok",
        value: id,
        reply: { type: "generate_ok", id, in_reply_to: 1 },
      });
    give(10, 0, "n0", "a");
    give(20, 1, "n1", "b");
    give(30, 1, "n1", "a");
    give(40, 2, "n2", "c");
    const { valid, findings } = checkUniqueIds(runOfEvents(script.events), STRICT);
    expect(valid).toBe(false);
    expect(findings).toStrictEqual([
      {
        kind: "duplicate-id",
        severity: "error",
        summary:
          'The id "a" was given 2 times: to c0 at n0 at 0.014 s (operation 1, messages 0 and 1), ' +
          "to c1 at n1 at 0.034 s (operation 5, messages 4 and 5).",
        at: 34_000_000,
        operations: [1, 5],
        messages: [0, 1, 4, 5],
        details: [],
      },
    ]);
  });

  test("names the node if one node alone repeats itself", () => {
    const script = new Script();
    for (let at = 0; at < 50; at += 10) {
      script.operation(at, 0, "n0", "generate", null, { at: at + 4, type: "ok", value: 7 });
    }
    const [finding] = checkUniqueIds(runOfEvents(script.events), STRICT).findings;
    expect(finding?.node).toBe("n0");
    expect(finding?.summary).toContain("The id 7 was given 5 times:");
    expect(finding?.summary).toContain(", 2 times more.");
  });

  test("names at most 48 ids, those given most often, in their order", () => {
    const ids = Array.from({ length: 60 }, (_, id) =>
      Array.from({ length: id < 2 ? 3 : 2 }, () => 100 - id),
    ).flat();
    const { result } = checkUniqueIds(given(ids), STRICT);
    expect(result["duplicated-count"]).toBe(60);
    const named = result.duplicated instanceof Map ? [...result.duplicated] : [];
    expect(named).toHaveLength(48);
    expect(named.slice(-2)).toStrictEqual([
      [99, 3],
      [100, 3],
    ]);
    expect(named.map(([id]) => id)).toStrictEqual(
      named.map(([id]) => id).toSorted((one, other) => one - other),
    );
  });

  test("leaves null out of the range but not out of the count", () => {
    const { valid, result } = checkUniqueIds(given([null, "b", "a", null]), STRICT);
    expect(valid).toBe(false);
    expect(result.duplicated).toStrictEqual(new Map([[null, 2]]));
    expect(result.range).toStrictEqual(["a", "b"]);
  });

  test("does not count ids of operations that did not succeed", () => {
    const history = sequentialHistory([
      ["generate", null, "ok", 1],
      ["generate", null, "info", null],
      ["generate", null, "fail", null],
    ]);
    expect(checkUniqueIds(runOfHistory(history), STRICT)).toMatchObject({
      valid: true,
      result: { "attempted-count": 3, "acknowledged-count": 1 },
    });
  });

  describe("of ids without an order", () => {
    const mixed = given([1, "a", 2]);

    test("is content with a warning", () => {
      const { valid, result, findings } = checkUniqueIds(mixed, STRICT);
      expect(valid).toBe(true);
      expect(result.range).toBeNull();
      expect(findings).toMatchObject([{ kind: "incomparable-ids", severity: "warning", operations: [1, 3] }]);
      expect(findings[0]?.summary).toBe(
        'The ids have no order: one is 1, given to process 0 at 0.000 s (operation 1), another "a", given to process 0 at ' +
          "0.000 s (operation 3). Maelstrom compares ids and gives up on such a run (unknown); make all ids strings, or " +
          "all integers.",
      );
    });

    test("knows no verdict where Maelstrom's is wanted", () => {
      expect(checkUniqueIds(mixed, COMPAT).valid).toBe("unknown");
    });

    test("still sees duplicates", () => {
      expect(checkUniqueIds(given([1, "a", 1]), STRICT).valid).toBe(false);
      expect(checkUniqueIds(given([{ n: 1 }, { n: 2 }, { n: 1 }]), STRICT).valid).toBe(false);
    });
  });

  test("agrees with the definition: some two ids are equal", () => {
    const id = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom("0", "1", null),
      fc.tuple(fc.nat(2), fc.nat(2)),
    );
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        const collide = ids.some((one, at) =>
          ids.slice(at + 1).some((other) => isDeepStrictEqual(one, other)),
        );
        expect(checkUniqueIds(given(ids), STRICT).valid).toBe(!collide);
      }),
    );
  });

  test("rejects a valid history once one of its replies repeats another", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2 }), fc.nat(), fc.nat(), (ids, from, to) => {
        const source = from % ids.length;
        const target = to % ids.length;
        fc.pre(source !== target);
        expect(checkUniqueIds(given(ids), STRICT).valid).toBe(true);
        expect(checkUniqueIds(given(ids.with(target, ids[source] ?? "")), STRICT).valid).toBe(false);
      }),
    );
  });
});
