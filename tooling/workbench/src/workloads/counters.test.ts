import { checkCounter, runOfHistory } from "@gossip-glomers/checkers";
import { message, type Node, pnCounter } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { gCounterWorkload, pnCounterWorkload } from "./counters.ts";
import { invocations, play } from "./play.fixture.ts";

/** How often and how much each node has been told to add. The higher count is the newer. */
type Ledger = { readonly [node: string]: readonly [count: number, sum: number] };

const gossip = message<{ readonly ledger: Ledger }>("gossip");

/** Keeps and spreads the ledger; `amount` says how much of an add gets into it, `hears` whether others' entries do. */
function counting(amount: (delta: number, count: number) => number, hears: boolean): (node: Node) => void {
  return (node) => {
    const ledger = new Map<string, readonly [number, number]>();
    node.serve(pnCounter, {
      add: ({ delta }) => {
        const [count, sum] = ledger.get(node.id) ?? [0, 0];
        ledger.set(node.id, [count + 1, sum + amount(delta, count)]);
      },
      read: () => ({ value: [...ledger.values()].reduce((total, [, sum]) => total + sum, 0) }),
    });
    node.on(gossip, (heard) => {
      for (const [name, entry] of Object.entries(heard.ledger)) {
        if (hears && entry[0] > (ledger.get(name)?.[0] ?? 0)) ledger.set(name, entry);
      }
    });
    node.every(200, () => {
      for (const peer of node.peers) node.send(peer, gossip, { ledger: Object.fromEntries(ledger) });
    });
  };
}

const correct = counting((delta) => delta, true);

const wrong = {
  "loses every tenth add": counting((delta, count) => (count % 10 === 9 ? 0 : delta), true),
  "counts every tenth add twice": counting((delta, count) => (count % 10 === 9 ? 2 * delta : delta), true),
  "does not listen": counting((delta) => delta, false),
};

/** How often each value occurs, as a share. */
function shares(values: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].map(([value, count]) => [value, count / values.length]));
}

describe.each([
  { workload: pnCounterWorkload, deltas: [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4], adds: 1 / 2 },
  { workload: gCounterWorkload, deltas: [0, 1, 2, 3, 4], adds: 1 / 3 },
])("$workload.name", ({ workload, deltas, adds }) => {
  test("draws its deltas evenly, and as many reads as are its share", async () => {
    const { history } = await play(workload, { server: correct, rate: 300, seconds: 20 });
    const added = invocations(history, "add").map(({ value }) => value);
    const read = invocations(history, "read");
    expect(Math.abs(added.length / (added.length + read.length) - adds)).toBeLessThan(0.03);
    const byDelta = shares(added);
    expect([...byDelta.keys()].map(Number).toSorted((a, b) => a - b)).toEqual(deltas);
    for (const share of byDelta.values()) expect(Math.abs(share - 1 / deltas.length)).toBeLessThan(0.03);
  });

  test("ends with a flagged read on every thread, which sees all adds", async () => {
    const { history } = await play(workload, { server: correct, partitions: true });
    const sum = history
      .filter(({ type, f }) => type === "ok" && f === "add")
      .reduce((total, { value }) => total + Number(value), 0);
    const final = history.filter((op) => op.final === true && op.type === "ok");
    expect(final.map(({ f, value }) => [f, value])).toEqual(Array(3).fill(["read", sum]));
    expect(checkCounter(runOfHistory(history)).valid).toBe(true);
  });

  test.each(Object.entries(wrong))("a node that %s is caught", async (_, server) => {
    const { history } = await play(workload, { server });
    expect(checkCounter(runOfHistory(history)).valid).toBe(false);
  });
});
