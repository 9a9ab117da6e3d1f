/**
 * How fast histories of transactions are judged. Run by run.ts.
 *
 * The histories are those of a correct store under Maelstrom's generator (MAELSTROM.md 10.8): ten live keys, the last
 * drawn half of the time, 16 writes to a key, one to four steps; ten clients at a time. A hundred thousand list-append
 * transactions should take no more than two thirds of a second; the time per transaction should not grow with the
 * length of the history.
 */
import { type Datum, keyword, type Operation } from "@gossip-glomers/history";
import { runOfHistory } from "../src/run/run.ts";
import { checkListAppend, checkRwRegister } from "../src/transactions/check.ts";
import { randomFrom } from "../test/random-from.ts";
import { measure, sizesUpTo } from "./measure.ts";

const KEYS = 10;
const WRITES_PER_KEY = 16;
const LONGEST = 4;
const CLIENTS = 10;
const READ = keyword("r");

/** A history of `count` transactions that take effect one after the other, somewhere while they run. */
function history(count: number, write: "append" | "w"): readonly Operation[] {
  const random = randomFrom(count);
  const writeKeyword = keyword(write);
  const live = Array.from({ length: KEYS }, (_, i) => ({ key: i, writes: 0, state: initial(write) }));
  let newest = KEYS - 1;
  const steps = (): { readonly asked: Datum; readonly done: Datum } => {
    const asked: Datum[] = [];
    const done: Datum[] = [];
    const length = 1 + Math.floor(random() * LONGEST);
    while (done.length < length) {
      const index = Math.floor(Math.log2(random() * (2 ** (KEYS + 1) - 2) + 2)) - 1;
      const slot = live[index];
      if (slot === undefined) {
        continue;
      }
      if (random() < 0.5) {
        asked.push([READ, slot.key, null]);
        done.push([READ, slot.key, slot.state]);
      } else if (slot.writes === WRITES_PER_KEY) {
        newest += 1;
        live[index] = { key: newest, writes: 0, state: initial(write) };
      } else {
        slot.writes += 1;
        slot.state = Array.isArray(slot.state) ? [...slot.state, slot.writes] : slot.writes;
        asked.push([writeKeyword, slot.key, slot.writes]);
        done.push([writeKeyword, slot.key, slot.writes]);
      }
    }
    return { asked, done };
  };
  const operations: Operation[] = [];
  const running = new Map<number, Datum>();
  const record = (type: "invoke" | "ok", process: number, value: Datum): void => {
    const index = operations.length;
    operations.push({ index, time: index * 10_000, type, process, f: "txn", value });
  };
  for (let begun = 0; begun < count || running.size > 0; ) {
    const process = Math.floor(random() * CLIENTS);
    const done = running.get(process);
    if (done !== undefined) {
      running.delete(process);
      record("ok", process, done);
    } else if (begun < count) {
      begun += 1;
      const transaction = steps();
      running.set(process, transaction.done);
      record("invoke", process, transaction.asked);
    }
  }
  return operations;
}

function initial(write: "append" | "w"): Datum {
  return write === "append" ? [] : null;
}

/** Prints figures of up to `largest` transactions. */
export function benchTransactions(largest: number): void {
  for (const { name, write, check } of [
    { name: "list-append", write: "append", check: checkListAppend },
    { name: "rw-register", write: "w", check: checkRwRegister },
  ] as const) {
    for (const model of ["serializable", "strict-serializable"]) {
      for (const size of sizesUpTo(largest)) {
        const run = runOfHistory(history(size, write));
        measure(`${name}, ${model}`, size, () => check(run, { consistencyModels: [model] }).valid, 150_000);
      }
    }
  }
}
