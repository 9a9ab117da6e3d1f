/**
 * The checkers against brute force: a history is serializable exactly when some order of its transactions, run one
 * after the other, gives every reply; strictly so when that order also keeps to the clock.
 *
 * The histories come from a store without any isolation, whose reads may be as stale as they like, so that about half
 * of them are not serializable. A last transaction reads every key: then the order of versions is known, and the
 * verdict on list-append must be exact in both directions. Registers do not tell their order, so on them a verdict of
 * "invalid" must be right, and "valid" is no promise.
 */
import type { Datum, Operation } from "@gossip-glomers/history";
import { isVector, keyword } from "@gossip-glomers/history";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runOfHistory } from "../../src/run/run.ts";
import { checkListAppend, checkRwRegister } from "../../src/transactions/check.ts";

const KEYS = [1, 2];

interface Plan {
  /** Steps of a transaction: the key, and how stale a read may be; null writes. */
  readonly steps: readonly { readonly key: number; readonly staleness: number | null }[];
  readonly begin: number;
  readonly duration: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(
    fc.record({
      key: fc.constantFrom(...KEYS),
      staleness: fc.option(fc.constantFrom(0, 0, 0, 1, 2), { nil: null }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  begin: fc.nat(12),
  duration: fc.integer({ min: 1, max: 6 }),
});

interface Run {
  readonly history: readonly Operation[];
  readonly transactions: readonly {
    readonly value: readonly Datum[];
    readonly from: number;
    readonly to: number;
  }[];
}

/** Runs plans step by step on a store without isolation: steps of transactions that overlap interleave. */
function run(plans: readonly Plan[], write: "append" | "w"): Run {
  const states = new Map<number, Datum[]>(KEYS.map((key) => [key, [write === "append" ? [] : null]]));
  let next = 0;
  const values: Datum[][] = plans.map(() => []);
  const execute = (plan: Plan, index: number, at: number): void => {
    const { key, staleness } = plan.steps[at] ?? { key: 1, staleness: 0 };
    const versions = states.get(key) ?? [];
    const latest = versions[versions.length - 1] ?? null;
    if (staleness === null) {
      next += 1;
      versions.push(isVector(latest) ? [...latest, next] : next);
      values[index]?.push([keyword(write), key, next]);
    } else {
      values[index]?.push([
        keyword("r"),
        key,
        versions[Math.max(0, versions.length - 1 - staleness)] ?? null,
      ]);
    }
  };
  const schedule = plans
    .flatMap((plan, index) =>
      plan.steps.map((_, at) => ({
        plan,
        index,
        at,
        time: plan.begin + ((at + 0.5) * plan.duration) / plan.steps.length,
      })),
    )
    .sort((a, b) => a.time - b.time);
  for (const { plan, index, at } of schedule) {
    execute(plan, index, at);
  }
  const last = KEYS.map((key): Datum => [keyword("r"), key, states.get(key)?.at(-1) ?? null]);
  const transactions = [
    ...plans.map((plan, index) => ({
      value: values[index] ?? [],
      from: plan.begin,
      to: plan.begin + plan.duration,
    })),
    { value: last, from: 100, to: 101 },
  ];
  const history = transactions
    .flatMap(({ value, from, to }, process) => [
      { moment: from, type: "invoke" as const, process, value },
      { moment: to + 0.5, type: "ok" as const, process, value },
    ])
    .sort((a, b) => a.moment - b.moment)
    .map(({ type, process, value, moment }, index) => ({
      index,
      time: moment * 1e9,
      type,
      process,
      f: "txn",
      value,
    }));
  return { history, transactions };
}

/** Whether some order of the transactions explains every reply; `strict` keeps those apart in time in their order. */
function explainable({ transactions }: Run, write: "append" | "w", strict: boolean): boolean {
  const search = (left: readonly number[], state: ReadonlyMap<Datum, Datum>): boolean =>
    left.length === 0 ||
    left.some((candidate) => {
      const transaction = transactions[candidate];
      const mustWait = left.some((other) => (transactions[other]?.to ?? 0) < (transaction?.from ?? 0));
      const after = transaction && !(strict && mustWait) ? apply(transaction.value, state, write) : null;
      return (
        after !== null &&
        search(
          left.filter((other) => other !== candidate),
          after,
        )
      );
    });
  return search([...transactions.keys()], new Map());
}

/** The state after a transaction, or null where one of its reads is not what the state holds. */
function apply(
  transaction: readonly Datum[],
  before: ReadonlyMap<Datum, Datum>,
  write: "append" | "w",
): ReadonlyMap<Datum, Datum> | null {
  const state = new Map(before);
  for (const step of transaction) {
    const [f, key = null, value = null] = isVector(step) ? step : [];
    const held = state.get(key) ?? (write === "append" ? [] : null);
    if (isRead(f)) {
      if (JSON.stringify(held) !== JSON.stringify(value)) {
        return null;
      }
    } else {
      state.set(key, isVector(held) ? [...held, value] : value);
    }
  }
  return state;
}

function isRead(f: Datum | undefined): boolean {
  return JSON.stringify(f) === JSON.stringify(keyword("r"));
}

const plans = fc.array(plan, { minLength: 1, maxLength: 5 });

describe.each([
  { model: "serializable", strict: false },
  { model: "strict-serializable", strict: true },
])("$model", ({ model, strict }) => {
  test("of lists is what brute force says", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const result = run(all, "append");
        const { valid } = checkListAppend(runOfHistory(result.history), { consistencyModels: [model] });
        // Without any dependency nothing can be wrong.
        expect(valid !== false).toBe(explainable(result, "append", strict));
      }),
      { numRuns: 400 },
    );
  });

  test("of registers is broken wherever the checker says so", () => {
    fc.assert(
      fc.property(plans, (all) => {
        const result = run(all, "w");
        const verdict = checkRwRegister(runOfHistory(result.history), { consistencyModels: [model] });
        const nothingToSay = verdict.findings.some(({ kind }) => kind === "empty-transaction-graph");
        if (verdict.valid === false && !nothingToSay) {
          expect(explainable(result, "w", strict)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });
});

test("about half of the histories are serializable, so both answers are put to the test", () => {
  const answers = fc
    .sample(plans, { numRuns: 200, seed: 1 })
    .map((all) => explainable(run(all, "append"), "append", false));
  const valid = answers.filter(Boolean).length;
  expect(valid).toBeGreaterThan(40);
  expect(valid).toBeLessThan(160);
});

test("what a stronger model allows, a weaker one allows", () => {
  const chain = [
    "read-uncommitted",
    "read-committed",
    "snapshot-isolation",
    "serializable",
    "strict-serializable",
  ];
  fc.assert(
    fc.property(plans, (all) => {
      const { history } = run(all, "append");
      const broken = chain.map(
        (model) => checkListAppend(runOfHistory(history), { consistencyModels: [model] }).valid === false,
      );
      expect(broken).toStrictEqual([...broken].sort());
    }),
  );
});
