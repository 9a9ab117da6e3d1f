import { join } from "node:path";
import {
  type Datum,
  type DatumRecord,
  EdnList,
  isRecord,
  keyword,
  readResults,
} from "@gossip-glomers/history";
import type { WorkloadName } from "@gossip-glomers/protocol";
import { describe, expect, test } from "vitest";
import { compareResults } from "./agreement.ts";
import { KNOWN_EXCEPTIONS } from "./exceptions.ts";

const SAMPLE = join(import.meta.dirname, "../../test/corpus");

const samples: readonly { readonly workload: WorkloadName; readonly name: string }[] = [
  { workload: "echo", name: "echo/015" },
  { workload: "broadcast", name: "broadcast/013" },
  { workload: "lin-kv", name: "lin-kv/016" },
  { workload: "pn-counter", name: "pn-counter/001" },
  { workload: "txn-rw-register", name: "txn-rw-register/001" },
  { workload: "unique-ids", name: "unique-ids/004" },
];

function compare(workload: WorkloadName, ours: DatumRecord, stored: DatumRecord) {
  return compareResults(ours, stored, { workload, timed: true });
}

/** The same results with one field changed, for every number and every verdict in the parts that are compared. */
function* changes(results: DatumRecord): Generator<readonly [field: string, changed: DatumRecord]> {
  for (const [name, value] of Object.entries(results)) {
    if (value === undefined || name === "perf" || name === "timeline" || name === "configs") continue;
    // Which of several orders Knossos shows is its own affair.
    if (name === "final-paths" || name === "last-op") continue;
    if (typeof value === "number") yield [name, { ...results, [name]: value + 1 }];
    else if (typeof value === "boolean") yield [name, { ...results, [name]: !value }];
    else if (isRecord(value)) {
      for (const [field, changed] of changes(value))
        yield [`${name}.${field}`, { ...results, [name]: changed }];
    }
  }
}

describe.each(samples)("results of $name", ({ workload, name }) => {
  const results = readResults(join(SAMPLE, name));

  test("agree with themselves", () => {
    expect(compare(workload, results, results)).toStrictEqual({ differences: [], excused: [] });
  });

  test("differ where one number or verdict does", () => {
    const changed = [...changes(results)];
    expect(changed.length).toBeGreaterThan(10);
    for (const [field, other] of changed) {
      const { differences } = compare(workload, other, results);
      expect(differences.map((difference) => difference.field)).toContain(field);
    }
  });
});

describe("lists of anomalies", () => {
  const kinds = (...names: readonly string[]): DatumRecord => ({
    net: {},
    workload: {
      "valid?": false,
      "anomaly-types": new EdnList(names.map(keyword)),
      anomalies: Object.fromEntries(names.map((name): [string, Datum] => [name, [{}]])),
    },
    "valid?": false,
  });

  test("differ by each kind that only one names", () => {
    expect(
      compare("txn-list-append", kinds("G1a", "internal"), kinds("G1b", "internal")).differences,
    ).toEqual([
      { field: "workload.anomaly-types", ours: null, stored: "G1b" },
      { field: "workload.anomaly-types", ours: "G1a", stored: null },
    ]);
  });

  test("may differ by what depends on the speed of a machine", () => {
    const { differences, excused } = compare(
      "txn-list-append",
      kinds("G1c"),
      kinds("G1c", "cycle-search-timeout"),
    );
    expect(differences).toEqual([]);
    expect(excused).toMatchObject([{ stored: "cycle-search-timeout" }]);
  });
});

describe("a verdict may differ", () => {
  const valid: DatumRecord = { stats: { "valid?": true }, workload: { "valid?": true }, "valid?": true };
  const unknown = keyword("unknown");

  test("where graphs could not be drawn", () => {
    const stored = { perf: { "valid?": unknown }, ...valid, "valid?": unknown };
    expect(compare("echo", valid, stored)).toMatchObject({
      differences: [],
      excused: [{ field: "valid?", reason: KNOWN_EXCEPTIONS.machine }],
    });
  });

  test("where Maelstrom's checker gave up", () => {
    const workload = { "valid?": unknown, error: "java.lang.OutOfMemoryError: Java heap space" };
    const { differences, excused } = compare("kafka", valid, { ...valid, workload, "valid?": unknown });
    expect(differences).toEqual([]);
    expect(excused.map(({ field, reason }) => [field, reason])).toEqual([
      ["workload.valid?", KNOWN_EXCEPTIONS.gaveUp],
      ["valid?", KNOWN_EXCEPTIONS.gaveUp],
    ]);
  });

  test("but not where Maelstrom's says nothing but unknown", () => {
    expect(compare("echo", valid, { "valid?": unknown, error: "why" }).differences).toMatchObject([
      { field: "valid?", ours: true, stored: unknown },
    ]);
  });

  test("by nothing else", () => {
    expect(compare("echo", valid, { ...valid, "valid?": false }).differences).toHaveLength(1);
  });
});
