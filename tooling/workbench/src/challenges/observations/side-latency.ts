/**
 * How long a broadcast value takes to be read everywhere on its side of a cut.
 *
 * Maelstrom's stable latency (MAELSTROM.md section 12) cannot tell: of a value that the other side learns only after the
 * heal it counts the whole cut. So the same is measured within a side: from the moment at which a value is acknowledged
 * during a cut to the beginning of the last read, on that side and before the heal, that misses it.
 *
 * A side may take 2 s to notice that its centre is gone. What is acknowledged in that time counts from its end, and only
 * for the maximum: as it has had a head start, it would make the median too good.
 */
import { quantiles, type Run } from "@gossip-glomers/checkers";
import type { Datum, Nanoseconds, Operation } from "@gossip-glomers/history";
import { cutsOf, nodeOf } from "./cuts.ts";

/** How long a side may take to re-form, counted from the cut. */
const RE_FORMING: Nanoseconds = 2e9;

/** Milliseconds; null if no cut of this run lasted long enough to tell. */
export interface SideLatencies {
  readonly median: number | null;
  readonly max: number | null;
}

interface Read {
  readonly begun: Nanoseconds;
  readonly values: ReadonlySet<Datum>;
}

export function sideLatencies(run: Run, nodes: readonly string[]): SideLatencies {
  const steady: number[] = [];
  const all: number[] = [];
  for (const { from, to, sides } of cutsOf(run, nodes)) {
    const settled = from + RE_FORMING;
    if (settled >= to) continue;
    for (const side of sides) {
      // A node that is alone has nobody to wait for.
      if (side.size < 2) continue;
      const reads = readsWithin(run, side, from, to);
      for (const { value, known } of acknowledgedWithin(run, side, from, to)) {
        const since = Math.max(known, settled);
        const missing = reads.findLast(({ begun, values }) => begun > since && !values.has(value));
        const latency = missing === undefined ? 0 : (missing.begun - since) / 1e6;
        all.push(latency);
        if (known >= settled) steady.push(latency);
      }
    }
  }
  const [median] = quantiles(steady, [0.5]);
  const [max] = quantiles(all, [1]);
  return { median: median ?? null, max: max ?? null };
}

/** Reads of `side` that were begun and answered between two moments, in the order in which they were begun. */
function readsWithin(
  run: Run,
  side: ReadonlySet<string>,
  from: Nanoseconds,
  to: Nanoseconds,
): readonly Read[] {
  return completed(run, "read", side)
    .flatMap(({ invocation, completion }) =>
      invocation.time >= from && completion.time <= to && Array.isArray(completion.value)
        ? [{ begun: invocation.time, values: new Set<Datum>(completion.value) }]
        : [],
    )
    .sort((a, b) => a.begun - b.begun);
}

function acknowledgedWithin(
  run: Run,
  side: ReadonlySet<string>,
  from: Nanoseconds,
  to: Nanoseconds,
): readonly { readonly value: Datum; readonly known: Nanoseconds }[] {
  return completed(run, "broadcast", side).flatMap(({ completion: { time, value } }) =>
    time >= from && time <= to ? [{ value, known: time }] : [],
  );
}

/** Successful operations `f` that nodes of `side` answered. */
function completed(
  run: Run,
  f: string,
  side: ReadonlySet<string>,
): readonly { readonly invocation: Operation; readonly completion: Operation }[] {
  const open = new Map<Operation["process"], Operation>();
  return run.history.flatMap((operation) => {
    if (operation.type === "invoke") {
      open.set(operation.process, operation);
      return [];
    }
    const invocation = open.get(operation.process);
    const node = nodeOf(run, operation);
    const isOne = operation.type === "ok" && operation.f === f && node !== undefined && side.has(node);
    return isOne && invocation !== undefined ? [{ invocation, completion: operation }] : [];
  });
}
