/**
 * How fast histories of registers are judged. Run by run.ts.
 *
 * Clients draw as lin-kv's do (MAELSTROM.md 10.6): half of them read, the others write once for every two cas; values
 * 0 to 4. Some operations end with an unknown outcome, of which half have happened. A thousand operations on a key, ten
 * of them unknown, should take less than a second; the time per operation should not grow with the history.
 */
import type { Datum, Operation } from "@gossip-glomers/history";
import { casRegister } from "../src/linearizability/cas-register.ts";
import { checkLinearizable } from "../src/linearizability/linearizability.ts";
import { runOfHistory } from "../src/run/run.ts";
import { randomFrom } from "../test/random-from.ts";
import { measure, sizesUpTo } from "./measure.ts";

interface Pending {
  readonly f: string;
  readonly value: Datum;
  done: { readonly type: "ok" | "fail"; readonly value: Datum } | null;
}

/** The history of a correct register that does each operation somewhere while it runs. */
function history(count: number, clients: number, unknown: number): readonly Operation[] {
  const random = randomFrom(count + clients);
  const digit = () => Math.floor(random() * 5);
  const operations: Operation[] = [];
  const running = new Map<number, Pending>();
  const processes = Array.from({ length: clients }, (_, client) => client);
  let state: Datum = null;
  let begun = 0;
  let lost = 0;
  const record = (type: Operation["type"], process: number, f: string, value: Datum): void => {
    operations.push({ index: operations.length, time: operations.length * 1e5, type, process, f, value });
  };
  const take = (pending: Pending): void => {
    const { f, value } = pending;
    if (f === "read") pending.done = { type: state === null ? "fail" : "ok", value: state };
    else if (f === "write") [state, pending.done] = [value, { type: "ok", value }];
    else if (Array.isArray(value) && value[0] === state)
      [state, pending.done] = [value[1], { type: "ok", value }];
    else pending.done = { type: "fail", value };
  };
  while (begun < count || running.size > 0) {
    const client = Math.floor(random() * clients);
    const process = processes[client] ?? 0;
    const pending = running.get(process);
    if (pending === undefined) {
      if (begun === count) continue;
      begun++;
      const f = client < clients / 2 ? "read" : random() < 1 / 3 ? "write" : "cas";
      const value = f === "read" ? null : f === "write" ? digit() : [digit(), digit()];
      running.set(process, { f, value, done: null });
      record("invoke", process, f, value);
    } else if (pending.f !== "read" && lost < unknown && begun * unknown > count * (lost + 0.5)) {
      lost++;
      if (random() < 0.5) take(pending);
      running.delete(process);
      processes[client] = process + clients;
      record("info", process, pending.f, pending.value);
    } else if (pending.done === null) {
      take(pending);
    } else {
      running.delete(process);
      record(pending.done.type, process, pending.f, pending.done.value);
    }
  }
  return operations;
}

/** The last successful read, changed to a value that it cannot have got. */
function broken(operations: readonly Operation[]): readonly Operation[] {
  const last = operations.findLast(({ type, f }) => type === "ok" && f === "read");
  return operations.map((operation) => (operation === last ? { ...operation, value: 9 } : operation));
}

/** Forty unknown outcomes and no explanation are too much for any budget; this one is spent soon. */
const BUDGET = { configurations: 500_000 };

/** Prints figures of registers of up to `largest` operations. */
export function benchRegisters(largest: number): void {
  const judge = (operations: readonly Operation[]) => () =>
    checkLinearizable(runOfHistory(operations), casRegister, BUDGET).valid;
  for (const unknown of [0, 10, 40]) {
    const operations = history(1_000, 10, unknown);
    const name = `register, ${unknown} operations of unknown outcome`;
    measure(name, 1_000, judge(operations), 1_000);
    measure(`${name}, broken at its end`, 1_000, judge(broken(operations)), 1_000);
  }
  for (const size of sizesUpTo(largest))
    measure("register, all outcomes known", size, judge(history(size, 10, 0)));
}
