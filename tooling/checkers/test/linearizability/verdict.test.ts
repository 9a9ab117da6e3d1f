/** What a verdict on registers says: evidence, budget, keys. */
import { EdnList, isRecord, type Operation } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { checkLinearizableByKey } from "../../src/linearizability/by-key.ts";
import { casRegister } from "../../src/linearizability/cas-register.ts";
import { checkLinearizable } from "../../src/linearizability/linearizability.ts";
import { Inconsistent, type Model } from "../../src/linearizability/model.ts";
import { MalformedOperationError } from "../../src/run/malformed-operation.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { historyOf } from "../script-lines.ts";

const valid = `
  0 invoke write [7 1]
  1 invoke read  [7 nil]
  1 ok     read  [7 1]
  0 ok     write [7 1]
  1 invoke cas   [7 [1 2]]
  1 ok     cas   [7 [1 2]]
  0 invoke read  [7 nil]
  0 ok     read  [7 2]`;

describe("a register", () => {
  test("may show a write before it is acknowledged", () => {
    const verdict = checkLinearizableByKey(runOfHistory(historyOf(valid)));
    expect(verdict.valid).toBe(true);
    expect(verdict.findings).toStrictEqual([]);
  });

  // Each line is one reply of the valid history, changed so that no order explains it.
  test.each([
    ["a stale read", "0 ok     read  [7 2]", "0 ok     read  [7 1]", "can't read 1 from register 2"],
    ["a value from nowhere", "1 ok     read  [7 1]", "1 ok     read  [7 9]", "can't read 9 from register 1"],
    ["a cas from a value that is not there", "[1 2]", "[3 2]", "can't CAS 1 from 3 to 2"],
    ["a lost write", "0 invoke write [7 1]", "0 invoke nothing [7 1]", "can't read 1 from register "],
  ])("%s is refuted and told", (_, reply, changed, reason) => {
    const verdict = checkLinearizableByKey(runOfHistory(historyOf(valid.replaceAll(reply, changed))));
    expect(verdict.valid).toBe(false);
    expect(verdict.result.failures).toStrictEqual([7]);
    expect(verdict.findings[0]?.kind).toBe("not-linearizable");
    expect(verdict.findings[0]?.summary).toContain(reason);
  });

  test("an operation of unknown outcome may have happened, late, or never", () => {
    const history = (read: string) => `
      0 invoke write 1
      0 ok     write 1
      1 invoke write 2
      1 info   write 2
      2 invoke read  nil
      2 ok     read  1
      2 invoke read  nil
      2 ok     read  ${read}`;
    expect(checkLinearizable(runOfHistory(historyOf(history("1"))), casRegister).valid).toBe(true);
    expect(checkLinearizable(runOfHistory(historyOf(history("2"))), casRegister).valid).toBe(true);
    expect(checkLinearizable(runOfHistory(historyOf(history("3"))), casRegister).valid).toBe(false);
  });

  test("a failed operation did not happen", () => {
    const history = historyOf(`
      0 invoke write 1
      0 fail   write 1
      0 invoke read nil
      0 ok     read 1`);
    expect(checkLinearizable(runOfHistory(history), casRegister).valid).toBe(false);
  });

  // A write of the value that is there must not be placed at once: placed after the cas it makes the read right.
  test("a write that changes nothing now may be needed later", () => {
    const history = historyOf(`
      0 invoke write 4
      0 ok     write 4
      0 invoke cas [4 3]
      1 invoke write 4
      1 ok     write 4
      0 ok     cas [4 3]
      0 invoke read nil
      0 ok     read 4`);
    expect(checkLinearizable(runOfHistory(history), casRegister).valid).toBe(true);
  });

  test("a read of null is believed, with a warning", () => {
    const verdict = checkLinearizableByKey(
      runOfHistory(historyOf(valid.replace("0 ok     read  [7 2]", "0 ok     read  [7 nil]"))),
    );
    expect(verdict.valid).toBe(true);
    expect(verdict.findings.map(({ kind, severity }) => [kind, severity])).toStrictEqual([
      ["read-of-null", "warning"],
    ]);
  });
});

describe("keys", () => {
  test("are judged apart, and the broken ones are named", () => {
    const verdict = checkLinearizableByKey(
      runOfHistory(
        historyOf(`
        0 invoke write [2 1]
        0 ok     write [2 1]
        0 invoke read  [1 nil]
        0 ok     read  [1 5]
        0 invoke read  [2 nil]
        0 ok     read  [2 1]`),
      ),
    );
    expect(verdict.result.failures).toStrictEqual([1]);
    expect(verdict.findings[0]?.summary).toMatch(
      /^Key 1: Not linearizable: the read by process 0 \(operation 3/,
    );
  });

  test("a value that is no pair is an error that names the operation", () => {
    expect(() => checkLinearizableByKey(runOfHistory(historyOf("0 invoke read 5")))).toThrow(
      MalformedOperationError,
    );
    expect(() => checkLinearizableByKey(runOfHistory(historyOf("0 invoke read 5")))).toThrow(
      /^operation 0 \(invoke read\): .*\[key value\]/,
    );
  });
});

describe("the budget", () => {
  /** Writes that all overlap, and a read of what none of them wrote: everything must be tried. */
  const hopeless = historyOf(
    [
      ...Array.from({ length: 14 }, (_, process) => `${process} invoke write ${process}`),
      "20 invoke read nil",
      "20 ok read 99",
      ...Array.from({ length: 14 }, (_, process) => `${process} ok write ${process}`),
    ].join("\n"),
  );

  test("ends a search with an honest unknown", () => {
    const verdict = checkLinearizable(runOfHistory(hopeless), casRegister, { configurations: 1000 });
    expect(verdict.valid).toBe("unknown");
    expect(verdict.result.cause).toBe("not decided, searched 1000 configurations");
    expect(verdict.findings[0]).toMatchObject({ kind: "undecided", severity: "warning" });
  });

  test("can be cut short from outside", () => {
    const verdict = checkLinearizable(runOfHistory(hopeless), casRegister, {
      configurations: 1e6,
      aborted: () => true,
    });
    expect(verdict.valid).toBe("unknown");
  });

  /**
   * Crashed writes may take effect "at any time after their invocation or never" (MAELSTROM.md 13), so each of these could
   * be anywhere among what follows. All of that ends in the same impossible read.
   */
  test("is not spent on writes of unknown outcome that nobody saw", () => {
    const crashed = Array.from({ length: 18 }, (_, number) => [
      `${100 + number} invoke write ${number % 5}`,
      `${100 + number} info write ${number % 5}`,
    ]).flat();
    const work = Array.from({ length: 200 }, (_, number) => [
      `0 invoke write ${(number * 7) % 5}`,
      `1 invoke read nil`,
      `0 ok write ${(number * 7) % 5}`,
      `1 ok read ${(number * 7) % 5}`,
    ]).flat();
    const history = historyOf([...crashed, ...work, "2 invoke read nil", "2 ok read 9"].join("\n"));
    const verdict = checkLinearizable(runOfHistory(history), casRegister, { configurations: 20_000 });
    expect(verdict.valid).toBe(false);
  });

  test("does not hide a key that is broken", () => {
    const broken: readonly Operation[] = historyOf(`
      50 invoke read [2 nil]
      50 ok     read [2 1]`);
    const first = hopeless.map((operation) => ({ ...operation, value: [1, operation.value] }));
    const second = broken.map((operation) => ({ ...operation, index: operation.index + first.length }));
    const verdict = checkLinearizableByKey(runOfHistory([...first, ...second]), { configurations: 1000 });
    expect(verdict.valid).toBe(false);
    expect(verdict.result.failures).toStrictEqual([2]);
  });
});

test("any model can be checked: a counter that tells the value it had", () => {
  const counter: Model<number> = {
    initial: 0,
    step: (state, { value }) =>
      value === state ? state + 1 : new Inconsistent(`can't take ${String(value)} from ${state}`),
    observes: () => false,
    identity: (state) => state,
    show: (state) => state,
  };
  const history = (second: number) =>
    historyOf(`
      0 invoke next nil
      1 invoke next nil
      0 ok     next 1
      1 ok     next 0
      0 invoke next nil
      0 ok     next ${second}`);
  expect(checkLinearizable(runOfHistory(history(2)), counter).valid).toBe(true);
  const verdict = checkLinearizable(runOfHistory(history(1)), counter);
  expect(verdict.valid).toBe(false);
  const configs = verdict.result.configs;
  expect(
    configs instanceof EdnList && configs.items.map((config) => isRecord(config) && config.model),
  ).toStrictEqual([2]);
});
