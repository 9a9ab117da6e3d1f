/** What Maelstrom passes, and what a node's own versions prove (challenge 6: rw-register under weak models). */
import type { Datum } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { runOfHistory } from "../../src/run/run.ts";
import { checkListAppend, checkRwRegister } from "../../src/transactions/check.ts";
import type { RevealedVersions } from "../../src/transactions/revealed/revealed-versions.ts";
import { concurrent, fail, ok, serial } from "./script.ts";

const consistencyModels = ["read-uncommitted"];

function revealed(
  source: string,
  complete: boolean,
  versions: readonly (readonly [key: number, values: readonly Datum[]])[],
): RevealedVersions {
  return { source, complete, versions: new Map(versions) };
}

/** Two transactions overwrite each other on two keys; somebody reads, so that there is a history at all. */
const interleaved = concurrent(
  ok("[[:w 1 10] [:w 2 10]]"),
  ok("[[:w 1 20] [:w 2 20]]"),
  ok("[[:r 1 20] [:r 2 10]]"),
);

describe("interleaved writes", () => {
  test("are passed by Maelstrom, since no read shows the order of versions", () => {
    expect(checkRwRegister(runOfHistory(interleaved), { consistencyModels })).toMatchObject({
      valid: true,
      findings: [],
    });
  });

  test("are G0 once a node reveals the order", () => {
    const order = revealed("n0", true, [
      [1, [10, 20]],
      [2, [20, 10]],
    ]);
    const verdict = checkRwRegister(runOfHistory(interleaved), { consistencyModels, revealed: [order] });
    expect(verdict).toMatchObject({ valid: false, findings: [{ kind: "G0", severity: "error" }] });
    expect(verdict.findings[0]?.summary).toBe(
      "By the versions that n0 reveals: G0: Let T1 be the transaction by process 0 (operation 3, 0.003 s), T2 be the transaction by process 1 (operation 4, 0.004 s). Then T1 < T2, because T1 set key 1 to 10, and T2 set it to 20, which came later in the version order; however T2 < T1, because T2 set key 2 to 20, and T1 set it to 10, which came later in the version order: a contradiction.",
    );
    // The result is Maelstrom's own, whatever was found beside it.
    expect(verdict.result).toStrictEqual(
      checkRwRegister(runOfHistory(interleaved), { consistencyModels }).result,
    );
  });

  test("are none where both keys were written in one order", () => {
    const order = revealed("n0", true, [
      [1, [10, 20]],
      [2, [10, 20]],
    ]);
    expect(checkRwRegister(runOfHistory(interleaved), { consistencyModels, revealed: [order] }).valid).toBe(
      true,
    );
  });

  test("on lists too the order that is revealed counts", () => {
    const lists = concurrent(
      ok("[[:append 1 10] [:append 2 10]]"),
      ok("[[:append 1 20] [:append 2 20]]"),
      ok("[[:r 1 [10]]]"),
    );
    const order = revealed("n0", true, [
      [1, [10, 20]],
      [2, [20, 10]],
    ]);
    expect(checkListAppend(runOfHistory(lists), { consistencyModels }).valid).toBe(true);
    expect(checkListAppend(runOfHistory(lists), { consistencyModels, revealed: [order] })).toMatchObject({
      valid: false,
      findings: [{ kind: "G0" }],
    });
  });
});

describe("a final state", () => {
  const updated = serial(ok("[[:w 1 10]]"), ok("[[:r 1 10] [:w 1 20]]"), ok("[[:r 1 20]]"));

  test("that is the last version is as it should be", () => {
    const state = revealed("n0", false, [[1, [20]]]);
    expect(checkRwRegister(runOfHistory(updated), { consistencyModels, revealed: [state] }).valid).toBe(true);
  });

  test("that is older than what was written after it has lost an update", () => {
    const state = revealed("n0", false, [[1, [10]]]);
    expect(checkRwRegister(runOfHistory(updated), { consistencyModels, revealed: [state] })).toMatchObject({
      valid: false,
      findings: [{ kind: "cyclic-versions" }],
    });
  });

  test("that two nodes tell differently has not converged", () => {
    const states = [revealed("n0", false, [[1, [20]]]), revealed("n1", false, [[1, [10]]])];
    const { findings, valid } = checkRwRegister(runOfHistory(updated), {
      consistencyModels,
      revealed: states,
    });
    expect(valid).toBe(false);
    expect(findings[0]).toMatchObject({
      kind: "non-convergence",
      summary: "Nodes do not agree on key 1: n0 reveals [20] and n1 [10].",
    });
  });
});

describe("all versions that a node has", () => {
  const history = serial(ok("[[:w 1 10]]"), fail("[[:w 1 20]]"), ok("[[:r 1 10]]"));

  test.each([
    ["hold what was acknowledged", true, [10], []],
    ["lack what was acknowledged", true, [], ["lost-write"]],
    ["need not be all, and then nothing is lacking", false, [], []],
    ["hold what failed", true, [10, 20], ["aborted-version"]],
    ["hold what nobody wrote", true, [10, 30], ["phantom-version"]],
  ])("%s", (_, complete, values, kinds) => {
    const versions = revealed("n0", complete, [[1, values]]);
    const { findings } = checkRwRegister(runOfHistory(history), { consistencyModels, revealed: [versions] });
    expect(findings.map(({ kind }) => kind)).toStrictEqual(kinds);
  });
});
