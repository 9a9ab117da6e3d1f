/** What each node was given to add: a wrong total is often the right one of some of the nodes. */
import { count } from "../finding/phrase.ts";
import type { Run } from "../run/run.ts";
import { deltaOf } from "./counter.ts";

interface NodeSum {
  readonly adds: number;
  readonly sum: number;
}

/** The acknowledged adds of each node, by its name; empty without a trace. */
function sumsByNode(run: Run): ReadonlyMap<string, NodeSum> {
  const sums = new Map<string, NodeSum>();
  for (const operation of run.history) {
    const node = run.carriers.get(operation.index)?.node;
    if (node === undefined || operation.f !== "add" || operation.type !== "ok") continue;
    const { adds, sum } = sums.get(node) ?? { adds: 0, sum: 0 };
    sums.set(node, { adds: adds + 1, sum: sum + deltaOf(operation) });
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line, `acknowledged: 24 adds by n0, 51 in sum; …`; none without a trace. */
export function sumsInWords(run: Run): readonly string[] {
  const texts = [...sumsByNode(run)].map(
    ([node, { adds, sum }]) => `${count(adds, "add")} by ${node}, ${sum} in sum`,
  );
  return texts.length === 0 ? [] : [`acknowledged: ${texts.join("; ")}`];
}

/** Ends the sentence on a wrong total where it is exactly what a node would get that does not know some node's adds. */
export function causeOf(run: Run, value: number, reader: string | undefined): string {
  const sums = sumsByNode(run);
  const total = [...sums.values()].reduce((all, { sum }) => all + sum, 0);
  const own = reader === undefined ? undefined : sums.get(reader);
  if (sums.size < 2 || value === total) return "";
  if (own !== undefined && value === own.sum) return `, exactly as if ${reader} knew only of its own adds`;
  const missing = [...sums].find(([, { sum }]) => sum !== 0 && total - sum === value);
  return missing === undefined ? "" : `, exactly as if the adds to ${missing[0]} did not count`;
}
