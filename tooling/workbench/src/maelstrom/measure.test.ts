import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Row, table } from "../challenges/table.ts";
import { measureStored } from "./measure.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glomers-measure-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function rowOf(id: string): Row {
  const row = table.find((candidate) => candidate.id === id);
  if (row === undefined) throw new Error(`There is no row ${id}`);
  return row;
}

/** Writes a history, one line an operation: its time in seconds, then its fields. */
function history(...lines: readonly (readonly [seconds: number, fields: string])[]): void {
  const text = lines.map(([at, fields], index) => `{:index ${index}, :time ${at * 1e9}, ${fields}}\n`);
  writeFileSync(join(folder, "history.edn"), text.join(""));
}

const cut = '[:isolated {"n0" #{"n2"}, "n1" #{"n2"}, "n2" #{"n0" "n1"}}]';

it("knows by the process which node an operation was sent to", () => {
  // On the side of n0 and n1, what n0 acknowledged after 5 s is missed by n1's read that begins 0.7 s later.
  history(
    [1, `:type :info, :process :nemesis, :f :start-partition, :value ${cut}`],
    [5, ":type :invoke, :process 0, :f :broadcast, :value 7"],
    [5, ":type :ok, :process 0, :f :broadcast, :value 7"],
    [5.7, ":type :invoke, :process 4, :f :read, :value nil"],
    [5.8, ":type :ok, :process 4, :f :read, :value []"],
    [9, ":type :invoke, :process 2, :f :read, :value nil"],
    [9.1, ":type :ok, :process 2, :f :read, :value []"],
    [15, ":type :info, :process :nemesis, :f :stop-partition, :value :network-healed"],
  );
  const measures = measureStored(folder, rowOf("3c"), { nodes: ["n0", "n1", "n2"], concurrency: 3 });
  expect(measures.get("max side latency")).toBeCloseTo(700);
});

it("does not take an add for stored, or for not stored, without the messages that tell", () => {
  history(
    [1, ":type :invoke, :process 0, :f :add, :value 3"],
    [1, ":type :ok, :process 0, :f :add, :value 3"],
  );
  writeFileSync(join(folder, "results.edn"), "{:net {:servers {:msgs-per-op 0.5}}, :valid? true}\n");
  const measures = measureStored(folder, rowOf("4"), { nodes: ["n0", "n1", "n2"], concurrency: 3 });
  expect(measures.get("unstored adds")).toBeNull();
  expect(measures.get("msgs/op")).toBe(0.5);
});
