/**
 * Every anomaly, by a change to a history that shows none: one reply is made another, and the kind must appear.
 *
 * Each pair of histories differs in a single reply, or in the order of the same replies.
 */
import type { Operation } from "@gossip-glomers/history";
import { EdnList, Keyword } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { MalformedOperationError } from "../../src/run/malformed-operation.ts";
import { runOfHistory } from "../../src/run/run.ts";
import { checkListAppend, checkRwRegister } from "../../src/transactions/check.ts";
import type { Verdict } from "../../src/verdict.ts";
import { concurrent, fail, info, ok, serial, timed } from "./script.ts";

interface Mutation {
  readonly kind: string;
  /** The weakest model that prohibits it. */
  readonly model: string;
  readonly valid: readonly Operation[];
  readonly broken: readonly Operation[];
}

const listAppendMutations: readonly Mutation[] = [
  {
    kind: "G1a",
    model: "read-committed",
    valid: serial(fail("[[:append 1 1]]"), ok("[[:append 1 2]]"), ok("[[:r 1 [2]]]")),
    broken: serial(fail("[[:append 1 1]]"), ok("[[:append 1 2]]"), ok("[[:r 1 [1]]]")),
  },
  {
    kind: "G1b",
    model: "read-committed",
    valid: serial(ok("[[:append 1 1] [:append 1 2]]"), ok("[[:r 1 [1 2]]]")),
    broken: serial(ok("[[:append 1 1] [:append 1 2]]"), ok("[[:r 1 [1]]]")),
  },
  {
    kind: "internal",
    model: "read-atomic",
    valid: serial(ok("[[:append 1 1]]"), ok("[[:append 1 2] [:r 1 [1 2]]]")),
    broken: serial(ok("[[:append 1 1]]"), ok("[[:append 1 2] [:r 1 [1]]]")),
  },
  {
    kind: "future-read",
    model: "read-committed",
    valid: serial(ok("[[:r 1 nil] [:append 1 1]]")),
    broken: serial(ok("[[:r 1 [1]] [:append 1 1]]")),
  },
  {
    kind: "duplicate-elements",
    model: "read-uncommitted",
    valid: serial(ok("[[:append 1 1]]"), ok("[[:r 1 [1]]]")),
    broken: serial(ok("[[:append 1 1]]"), ok("[[:r 1 [1 1]]]")),
  },
  {
    kind: "incompatible-order",
    model: "read-committed",
    valid: concurrent(ok("[[:append 1 1]]"), ok("[[:append 1 2]]"), ok("[[:r 1 [1 2]]]"), ok("[[:r 1 [1]]]")),
    broken: concurrent(
      ok("[[:append 1 1]]"),
      ok("[[:append 1 2]]"),
      ok("[[:r 1 [1 2]]]"),
      ok("[[:r 1 [2]]]"),
    ),
  },
  {
    kind: "dirty-update",
    model: "read-committed",
    valid: serial(fail("[[:append 1 1]]"), ok("[[:append 1 2]]"), ok("[[:r 1 [2]]]")),
    broken: serial(fail("[[:append 1 1]]"), ok("[[:append 1 2]]"), ok("[[:r 1 [1 2]]]")),
  },
  {
    kind: "lost-update",
    model: "cursor-stability",
    valid: concurrent(ok("[[:r 1 nil] [:append 1 1]]"), ok("[[:r 1 [1]] [:append 1 2]]")),
    broken: concurrent(ok("[[:r 1 nil] [:append 1 1]]"), ok("[[:r 1 nil] [:append 1 2]]")),
  },
  {
    kind: "G0",
    model: "read-uncommitted",
    valid: concurrent(
      ok("[[:append 1 1] [:append 2 1]]"),
      ok("[[:append 1 2] [:append 2 2]]"),
      ok("[[:r 1 [1 2]] [:r 2 [1 2]]]"),
    ),
    broken: concurrent(
      ok("[[:append 1 1] [:append 2 1]]"),
      ok("[[:append 1 2] [:append 2 2]]"),
      ok("[[:r 1 [1 2]] [:r 2 [2 1]]]"),
    ),
  },
  {
    kind: "G1c",
    model: "read-committed",
    valid: concurrent(ok("[[:append 1 1] [:r 2 nil]]"), ok("[[:append 2 1] [:r 1 [1]]]")),
    broken: concurrent(ok("[[:append 1 1] [:r 2 [1]]]"), ok("[[:append 2 1] [:r 1 [1]]]")),
  },
  {
    kind: "G-single-item",
    model: "consistent-view",
    valid: concurrent(ok("[[:append 1 1] [:append 2 1]]"), ok("[[:r 1 [1]] [:r 2 [1]]]")),
    broken: concurrent(ok("[[:append 1 1] [:append 2 1]]"), ok("[[:r 1 [1]] [:r 2 nil]]")),
  },
  {
    kind: "G-nonadjacent-item",
    model: "snapshot-isolation",
    // A long fork: two readers see two independent writes in two orders.
    valid: concurrent(
      ok("[[:append 1 1]]"),
      ok("[[:append 2 1]]"),
      ok("[[:r 1 [1]] [:r 2 nil]]"),
      ok("[[:r 1 [1]] [:r 2 [1]]]"),
    ),
    broken: concurrent(
      ok("[[:append 1 1]]"),
      ok("[[:append 2 1]]"),
      ok("[[:r 1 [1]] [:r 2 nil]]"),
      ok("[[:r 1 nil] [:r 2 [1]]]"),
    ),
  },
  {
    kind: "G2-item",
    model: "repeatable-read",
    valid: concurrent(ok("[[:r 1 nil] [:append 2 1]]"), ok("[[:r 2 [1]] [:append 1 1]]")),
    broken: concurrent(ok("[[:r 1 nil] [:append 2 1]]"), ok("[[:r 2 nil] [:append 1 1]]")),
  },
  ...(["process", "realtime"] as const).flatMap((order): readonly Mutation[] => {
    const scope = order === "process" ? "strong-session" : "strong";
    return [
      {
        kind: `G0-${order}`,
        model: `${scope}-read-uncommitted`,
        valid: serial(
          ok("[[:append 1 1]]", { process: 0 }),
          ok("[[:append 1 2]]", { process: 0 }),
          ok("[[:r 1 [1 2]]]"),
        ),
        broken: serial(
          ok("[[:append 1 1]]", { process: 0 }),
          ok("[[:append 1 2]]", { process: 0 }),
          ok("[[:r 1 [2 1]]]"),
        ),
      },
      {
        kind: `G1c-${order}`,
        model: `${scope}-read-committed`,
        valid: serial(ok("[[:r 1 nil]]", { process: 0 }), ok("[[:append 1 1]]", { process: 0 })),
        broken: serial(ok("[[:r 1 [1]]]", { process: 0 }), ok("[[:append 1 1]]", { process: 0 })),
      },
      {
        kind: `G-single-item-${order}`,
        model: `${scope}-snapshot-isolation`,
        valid: serial(ok("[[:append 1 1]]", { process: 0 }), ok("[[:r 1 [1]]]", { process: 0 })),
        broken: serial(ok("[[:append 1 1]]", { process: 0 }), ok("[[:r 1 nil]]", { process: 0 })),
      },
      {
        kind: `G-nonadjacent-item-${order}`,
        model: `${scope}-snapshot-isolation`,
        valid: brokenFork("[[:r 2 [1]]]"),
        broken: brokenFork("[[:r 2 nil]]"),
      },
      {
        kind: `G2-item-${order}`,
        model: order === "process" ? "strong-session-serializable" : "strict-serializable",
        valid: brokenSkew("[[:r 2 [1]]]"),
        broken: brokenSkew("[[:r 2 nil]]"),
      },
    ];
  }),
];

const registerMutations: readonly Mutation[] = [
  {
    kind: "G1a",
    model: "read-committed",
    valid: serial(fail("[[:w 1 1]]"), ok("[[:w 1 2]]"), ok("[[:r 1 2]]")),
    broken: serial(fail("[[:w 1 1]]"), ok("[[:w 1 2]]"), ok("[[:r 1 1]]")),
  },
  {
    kind: "G1b",
    model: "read-committed",
    valid: serial(ok("[[:w 1 1] [:w 1 2]]"), ok("[[:r 1 2]]")),
    broken: serial(ok("[[:w 1 1] [:w 1 2]]"), ok("[[:r 1 1]]")),
  },
  {
    kind: "internal",
    model: "read-atomic",
    valid: serial(ok("[[:w 1 1]]"), ok("[[:w 1 2] [:r 1 2]]")),
    broken: serial(ok("[[:w 1 1]]"), ok("[[:w 1 2] [:r 1 1]]")),
  },
  {
    kind: "lost-update",
    model: "cursor-stability",
    valid: concurrent(ok("[[:r 1 nil] [:w 1 1]]"), ok("[[:r 1 1] [:w 1 2]]")),
    broken: concurrent(ok("[[:r 1 nil] [:w 1 1]]"), ok("[[:r 1 nil] [:w 1 2]]")),
  },
  {
    kind: "cyclic-versions",
    model: "read-uncommitted",
    valid: concurrent(ok("[[:r 1 nil] [:w 1 1]]"), ok("[[:r 1 1] [:w 1 2]]")),
    broken: concurrent(ok("[[:r 1 2] [:w 1 1]]"), ok("[[:r 1 1] [:w 1 2]]")),
  },
  {
    // On registers a circle of overwrites can only be seen through reads, and is told as such (MAELSTROM.md 19).
    kind: "PL-1-cycle-exists",
    model: "read-uncommitted",
    valid: concurrent(ok("[[:w 1 1] [:r 2 nil] [:w 2 2]]"), ok("[[:w 2 1] [:r 1 1] [:w 1 2]]")),
    broken: concurrent(ok("[[:w 1 1] [:r 2 1] [:w 2 2]]"), ok("[[:w 2 1] [:r 1 1] [:w 1 2]]")),
  },
  {
    kind: "G1c",
    model: "read-committed",
    valid: concurrent(ok("[[:w 1 1] [:r 2 nil]]"), ok("[[:w 2 1] [:r 1 1]]")),
    broken: concurrent(ok("[[:w 1 1] [:r 2 1]]"), ok("[[:w 2 1] [:r 1 1]]")),
  },
  {
    kind: "G-single-item",
    model: "consistent-view",
    valid: concurrent(ok("[[:w 1 1] [:w 2 1]]"), ok("[[:r 1 1] [:r 2 1]]")),
    broken: concurrent(ok("[[:w 1 1] [:w 2 1]]"), ok("[[:r 1 1] [:r 2 nil]]")),
  },
  {
    kind: "G-nonadjacent-item",
    model: "snapshot-isolation",
    valid: concurrent(
      ok("[[:w 1 1]]"),
      ok("[[:w 2 1]]"),
      ok("[[:r 1 1] [:r 2 nil]]"),
      ok("[[:r 1 1] [:r 2 1]]"),
    ),
    broken: concurrent(
      ok("[[:w 1 1]]"),
      ok("[[:w 2 1]]"),
      ok("[[:r 1 1] [:r 2 nil]]"),
      ok("[[:r 1 nil] [:r 2 1]]"),
    ),
  },
  {
    kind: "G2-item",
    model: "repeatable-read",
    valid: concurrent(ok("[[:r 1 nil] [:w 2 1]]"), ok("[[:r 2 1] [:w 1 1]]")),
    broken: concurrent(ok("[[:r 1 nil] [:w 2 1]]"), ok("[[:r 2 nil] [:w 1 1]]")),
  },
  {
    kind: "G-single-item-realtime",
    model: "strict-serializable",
    valid: serial(ok("[[:w 1 1]]"), ok("[[:r 1 1]]")),
    broken: serial(ok("[[:w 1 1]]"), ok("[[:r 1 nil]]")),
  },
];

describe.each(listAppendMutations)("list-append: $kind", (mutation) =>
  mutationTests(checkListAppend, "append", mutation),
);
describe.each(registerMutations)("rw-register: $kind", (mutation) =>
  mutationTests(checkRwRegister, "w", mutation),
);

function mutationTests(
  check: typeof checkListAppend,
  write: "append" | "w",
  { kind, model, ...histories }: Mutation,
): void {
  const options = { consistencyModels: [model] };
  const valid = withRelatedPair(histories.valid, write);
  const broken = withRelatedPair(histories.broken, write);

  test("is not there before the change", () => {
    expect(check(runOfHistory(valid), options)).toMatchObject({ valid: true, findings: [] });
  });

  test(`is there after it, and ${model} is broken`, () => {
    const verdict = check(runOfHistory(broken), options);
    expect(verdict.valid).toBe(false);
    expect(kindsOf(verdict)).toContain(kind);
    expect(verdict.findings.map((finding) => finding.kind)).toContain(kind);
  });

  test("is nobody's concern under a model that allows it", () => {
    expect(check(runOfHistory(broken), { consistencyModels: ["monotonic-reads"] }).valid).toBe(true);
  });
}

/**
 * A reader misses one write and sees another; a later transaction in the session of the first writer misses the other
 * write. Everything else happens at the same time.
 */
function brokenFork(late: string): readonly Operation[] {
  return timed(
    [0, 1, ok("[[:append 1 1]]", { process: 0 })],
    [2, 3, ok(late, { process: 0 })],
    [0, 9, ok("[[:append 2 1]]")],
    [0, 9, ok("[[:r 1 nil] [:r 2 [1]]]")],
  );
}

/** A transaction misses a write of a session, which afterwards misses a write of that transaction. */
function brokenSkew(late: string): readonly Operation[] {
  return timed(
    [0, 1, ok("[[:append 1 1]]", { process: 0 })],
    [2, 3, ok(late, { process: 0 })],
    [0, 9, ok("[[:r 1 nil] [:append 2 1]]")],
  );
}

/** Adds two transactions that depend on each other and on nothing else: a history without any is no history. */
function withRelatedPair(history: readonly Operation[], write: "append" | "w"): readonly Operation[] {
  const value = write === "append" ? "[1]" : "1";
  const pair = serial(ok(`[[:${write} 99 1]]`, { process: 98 }), ok(`[[:r 99 ${value}]]`, { process: 99 }));
  return [...history, ...pair].map((operation, index) => ({ ...operation, index, time: index * 1_000_000 }));
}

function kindsOf(verdict: Verdict): readonly string[] {
  const kinds = verdict.result["anomaly-types"];
  return kinds instanceof EdnList
    ? kinds.items.map((kind) => (kind instanceof Keyword ? kind.name : "?"))
    : [];
}

describe("histories that cannot be judged", () => {
  test.each([
    [
      "an element nobody appended",
      "phantom-element",
      checkListAppend(runOfHistory(serial(ok("[[:r 1 [7]]]")))),
    ],
    [
      "an element appended twice",
      "duplicate-append",
      checkListAppend(runOfHistory(serial(ok("[[:append 1 1]]"), ok("[[:append 1 1]]")))),
    ],
    ["a read that is no list", "read-is-no-list", checkListAppend(runOfHistory(serial(ok("[[:r 1 7]]"))))],
    [
      "a value written twice and read",
      "duplicate-write",
      checkRwRegister(runOfHistory(serial(ok("[[:w 1 1]]"), ok("[[:w 1 1]]"), ok("[[:r 1 1]]")))),
    ],
    [
      "keys of two types",
      "mixed-keys",
      checkRwRegister(runOfHistory(serial(ok("[[:w 1 1]]"), ok('[[:r "1" 1]]')))),
    ],
    [
      "a model that nobody knows",
      "unknown-consistency-model",
      checkRwRegister(runOfHistory([]), { consistencyModels: ["a,b"] }),
    ],
  ])("%s", (_, kind, verdict) => {
    expect(verdict).toMatchObject({ valid: "unknown", findings: [{ kind, severity: "error" }] });
    expect(verdict.result.error).toBe(verdict.findings[0]?.summary);
  });
});

test("steps of another workload are an error that names the operation, what it holds and what it should", () => {
  const history = serial(ok("[[:append 1 1]]"));
  expect(() => checkRwRegister(runOfHistory(history))).toThrow(MalformedOperationError);
  expect(() => checkRwRegister(runOfHistory(history))).toThrow(
    "operation 1 (ok txn): its value is [[:append 1 1]] and should be a transaction, a list of [:r key value] and " +
      "[:w key value]; check that the history is one of this workload",
  );
});

describe("what is not known is not an anomaly", () => {
  test("a transaction of unknown outcome may have happened", () => {
    expect(checkListAppend(runOfHistory(serial(info("[[:append 1 1]]"), ok("[[:r 1 [1]]]")))).valid).toBe(
      true,
    );
  });

  test("or not", () => {
    expect(
      checkListAppend(runOfHistory(serial(info("[[:append 1 1]]"), ok("[[:append 2 1] [:r 1 nil]]")))).valid,
    ).toBe(true);
  });

  test("what it would have read is a placeholder", () => {
    expect(
      checkListAppend(runOfHistory(serial(ok("[[:append 1 1]]"), info("[[:r 1 nil]]"), ok("[[:r 1 [1]]]"))))
        .valid,
    ).toBe(true);
  });

  test("a history that ends early has transactions of unknown outcome", () => {
    const cut = serial(ok("[[:append 1 1]]"), ok("[[:append 1 2]]")).slice(0, -1);
    expect(
      checkListAppend(runOfHistory([...cut, ...serial(ok("[[:r 1 [1 2]]]", { process: 7 }))])).valid,
    ).toBe(true);
  });

  test("nothing at all is unknown for list-append and invalid for rw-register, as with Maelstrom", () => {
    const nothing = serial(fail("[[:r 1 nil]]"));
    expect(checkListAppend(runOfHistory(nothing)).valid).toBe("unknown");
    expect(checkRwRegister(runOfHistory(nothing)).valid).toBe(false);
    expect(checkRwRegister(runOfHistory(nothing)).findings).toMatchObject([
      { kind: "empty-transaction-graph" },
    ]);
  });
});

/**
 * By MAELSTROM.md 15.4 a first read of v and a last write of v' put v before v', also where they are the same version:
 * whoever else reads it is then before its writer, and reads from it. The writer reads from itself, which is a circle of
 * information flow of length one, in a component as 15.5 wants it.
 */
describe("a register transaction that reads what it writes later", () => {
  const prophet = "[[:r 1 1] [:w 1 1]]";
  const withReader = withRelatedPair(concurrent(ok(prophet), ok("[[:r 1 1]]")), "w");
  const kindsUnder = (history: readonly Operation[], model: string): readonly string[] =>
    kindsOf(checkRwRegister(runOfHistory(history), { consistencyModels: [model] }));

  test.each([
    ["read-uncommitted", []],
    ["read-committed", ["G1c"]],
    ["serializable", ["G-single-item", "G1c"]],
  ])("is, if others read it too, to %s: %j", (model, kinds) => {
    expect(kindsUnder(withReader, model)).toStrictEqual(kinds);
  });

  test("is told as what it is", () => {
    const { findings } = checkRwRegister(runOfHistory(withReader), { consistencyModels: ["read-committed"] });
    expect(findings.map(({ summary }) => summary)).toStrictEqual([
      "G1c: Let T1 be the transaction by process 0 (operation 2, 0.002 s). Then T1 < T1, because T1 wrote 1 = 1, " +
        "which was read by T1: a contradiction.",
    ]);
  });

  test("is no component by itself, so Elle does not look at it", () => {
    const alone = withRelatedPair(serial(ok(prophet), ok("[[:w 2 1]]")), "w");
    expect(kindsUnder(alone, "serializable")).toStrictEqual([]);
  });

  // MAELSTROM.md 15.2 has "no dependency at all, e.g. no ok ops" invalid. A transaction may be before itself by 15.4: then
  // Elle has it in its graph, though it is in no cycle.
  test.each([prophet, "[[:r 1 nil] [:w 1 1]]"])(
    "is no empty graph, nor is %s, even if that is all there is",
    (steps) => {
      expect(
        checkRwRegister(runOfHistory(serial(ok(steps))), { consistencyModels: ["serializable"] }),
      ).toMatchObject({
        valid: true,
        findings: [],
      });
    },
  );

  test("counts in a component that other keys make", () => {
    const alone = concurrent(ok("[[:r 1 1] [:w 1 1] [:r 2 nil]]"), ok("[[:w 2 1] [:r 1 nil]]"));
    expect(kindsUnder(alone, "read-committed")).toStrictEqual(["G1c"]);
  });

  test("is no version that comes before itself", () => {
    expect(kindsUnder(withReader, "read-uncommitted")).not.toContain("cyclic-versions");
  });
});

test("a cycle is told as Elle tells it", () => {
  const [finding] = checkListAppend(runOfHistory(serial(ok("[[:append 1 1]]"), ok("[[:r 1 nil]]")))).findings;
  expect(finding?.summary).toBe(
    "G-single-item-realtime: Let T1 be the transaction by process 0 (operation 1, 0.001 s), T2 be the transaction by process 1 (operation 3, 0.003 s). Then T1 < T2, because T1 completed at index 1, 0.001 seconds before the invocation of T2, at index 2; however T2 < T1, because T2 observed the initial (nil) state of 1, which T1 created by appending 1: a contradiction.",
  );
  expect(finding?.details).toStrictEqual(["T1 = [[:append 1 1]]", "T2 = [[:r 1 nil]]"]);
});
