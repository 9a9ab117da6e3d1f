/**
 * Unique ids: no two acknowledged ids are equal (MAELSTROM.md section 10.2).
 */
import { type Datum, type Operation, printEdn } from "@gossip-glomers/history";
import { compareData } from "../datum/compare.ts";
import { type Identity, identityOf } from "../datum/identity.ts";
import { condense } from "../finding/condense.ts";
import { actor, count, quoted, reference, seconds } from "../finding/phrase.ts";
import type { CheckOptions } from "../run/checker.ts";
import type { Run } from "../run/run.ts";
import type { Finding, Verdict } from "../verdict.ts";

/** Maelstrom names so many of the ids that were given out most often. */
const MOST_NAMED = 48;

/** So many of the operations that were given one id are told. */
const MOST_TOLD = 3;

interface Holders {
  readonly id: Datum;
  /** The operations that were given this id, in order. */
  readonly operations: Operation[];
}

/** Checks a run of the workload unique-ids. */
export function checkUniqueIds(run: Run, options: CheckOptions): Verdict {
  const generations = run.history.filter(({ f, process }) => f === "generate" && process !== "nemesis");
  const acknowledged = generations.filter(({ type }) => type === "ok");
  const duplicates = [...holdersOf(acknowledged).values()].filter(({ operations }) => operations.length > 1);
  const range = rangeOf(acknowledged);
  if (!range.comparable && options.maelstromCompat) {
    return {
      valid: "unknown",
      result: { error: "the ids cannot be compared with each other" },
      findings: incomparable(run, range.between),
    };
  }
  return {
    valid: duplicates.length === 0,
    result: {
      "attempted-count": generations.filter(({ type }) => type === "invoke").length,
      "acknowledged-count": acknowledged.length,
      "duplicated-count": duplicates.length,
      duplicated: mostFrequent(duplicates),
      range: range.comparable ? [range.lowest, range.highest] : null,
    },
    findings: [...duplicated(run, duplicates), ...(range.comparable ? [] : incomparable(run, range.between))],
  };
}

function holdersOf(acknowledged: readonly Operation[]): ReadonlyMap<Identity, Holders> {
  const holders = new Map<Identity, Holders>();
  for (const operation of acknowledged) {
    const key = identityOf(operation.value);
    const known = holders.get(key);
    if (known === undefined) holders.set(key, { id: operation.value, operations: [operation] });
    else known.operations.push(operation);
  }
  return holders;
}

/** The ids that were given out most often and how often, in the ids' natural order. */
function mostFrequent(duplicates: readonly Holders[]): ReadonlyMap<Datum, Datum> {
  const named = duplicates
    .toSorted((left, right) => right.operations.length - left.operations.length)
    .slice(0, MOST_NAMED)
    .toSorted((left, right) => compareData(left.id, right.id) ?? 0);
  return new Map(named.map(({ id, operations }) => [id, operations.length]));
}

type Range =
  | { readonly comparable: true; readonly lowest: Datum; readonly highest: Datum }
  | { readonly comparable: false; readonly between: readonly [Operation, Operation] };

/**
 * The lowest and the highest id, or two operations whose ids have no order. Null ids do not count, as Jepsen's
 * folds take nil for "none yet"; without any other id both ends are null.
 */
function rangeOf(acknowledged: readonly Operation[]): Range {
  let lowest: Operation | null = null;
  let highest: Operation | null = null;
  for (const operation of acknowledged) {
    if (operation.value === null) continue;
    if (lowest === null || highest === null) {
      lowest = operation;
      highest = operation;
      continue;
    }
    const below = compareData(operation.value, lowest.value);
    const above = compareData(operation.value, highest.value);
    if (below === null || above === null) return { comparable: false, between: [lowest, operation] };
    if (below < 0) lowest = operation;
    if (above > 0) highest = operation;
  }
  return { comparable: true, lowest: lowest?.value ?? null, highest: highest?.value ?? null };
}

function duplicated(run: Run, duplicates: readonly Holders[]): readonly Finding[] {
  return condense(
    run,
    "duplicate-id",
    "error",
    duplicates.map(({ id, operations }) => {
      const told = operations.slice(0, MOST_TOLD);
      const receipts = told.map(
        (operation) =>
          `to ${actor(run, operation)} at ${seconds(operation.time)} (${reference(run, operation)})`,
      );
      const others = operations.length - told.length;
      if (others > 0) receipts.push(count(others, "time more", "times more"));
      return {
        sentence: `The id ${quoted(printEdn(id))} was given ${operations.length} times: ${receipts.join(", ")}.`,
        // The promise is broken when the id is given for the second time.
        at: operations[1]?.time ?? 0,
        node: commonNode(run, operations),
        operations: told.map(({ index }) => index),
      };
    }),
  );
}

/** The node that gave all of these, if it was one: then it repeats itself, and need not know of the others. */
function commonNode(run: Run, operations: readonly Operation[]): string | null {
  const nodes = new Set(operations.map(({ index }) => run.carriers.get(index)?.node));
  const [node] = nodes;
  return nodes.size === 1 ? (node ?? null) : null;
}

function incomparable(run: Run, between: readonly [Operation, Operation]): readonly Finding[] {
  const [one, other] = between.map(
    (operation) =>
      `${quoted(printEdn(operation.value))}, given to ${actor(run, operation)} at ${seconds(operation.time)} ` +
      `(${reference(run, operation)})`,
  );
  return condense(
    run,
    "incomparable-ids",
    "warning",
    [
      {
        sentence: `The ids have no order: one is ${one}, another ${other}.`,
        at: between[1].time,
        operations: between.map(({ index }) => index),
      },
    ],
    "Maelstrom compares ids and gives up on such a run (unknown); make all ids strings, or all integers.",
  );
}
