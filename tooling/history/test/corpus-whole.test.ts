/**
 * Stores of the real Maelstrom are read whole: every tag is known, every field of every operation comes back, and every message
 * of a journal is there. The few in test/corpus are always there; the whole corpus, with runs of releases from 0.2.1 to
 * 0.2.5-SNAPSHOT, is used where it is. That results and histories are printed again as they were is in edn/corpus.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { type Datum, type DatumRecord, EdnList, isRecord, isVector, Tagged } from "../src/datum.ts";
import { printEdn } from "../src/edn/print.ts";
import { readEdn } from "../src/edn/read.ts";
import { operationDatum, operationFrom } from "../src/run-store/operation-datum.ts";
import { eventsIn } from "../src/run-store/read-journal.ts";
import { findRuns } from "../src/run-store/stored-run.ts";

const PACKAGE = join(import.meta.dirname, "..");
const SAMPLE = join(PACKAGE, "test/corpus");
const CORPUS = process.env.GLOMERS_CORPUS ?? join(PACKAGE, "../../../shared/corpus");
const roots = [SAMPLE, CORPUS].filter((root) => existsSync(root));

const runs = roots.flatMap((root) =>
  findRuns(root).map((directory): [name: string, directory: string] => [
    relative(root, directory),
    directory,
  ]),
);

/** An operation as a record, and the two models that Knossos shows the states of. */
const KNOWN_TAGS: ReadonlySet<string> = new Set([
  "jepsen.history.Op",
  "knossos.model.CASRegister",
  "knossos.model.Inconsistent",
]);

describe("a stored run", () => {
  test("is there, of either kind", () => {
    expect(runs).not.toHaveLength(0);
    expect(runs.some(([, directory]) => existsSync(join(directory, "net-journal")))).toBe(true);
  });

  test.each(runs)("%s has no tag that is unknown", (_, directory) => {
    const texts = ["history.edn", "results.edn"]
      .map((name) => join(directory, name))
      .filter((path) => existsSync(path))
      .flatMap((path) => readFileSync(path, "utf8").split(path.endsWith("history.edn") ? "\n" : /$^/));
    const tags = new Set(texts.filter((text) => text.includes("#")).flatMap((text) => tagsIn(readEdn(text))));
    expect([...tags].filter((tag) => !KNOWN_TAGS.has(tag))).toEqual([]);
  });

  test.each(runs)("%s loses no field of an operation", (_, directory) => {
    const path = join(directory, "history.edn");
    if (!existsSync(path)) return;
    const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
    const changed = lines.filter((line, index) => {
      const datum = readEdn(line);
      return text(fieldsOf(datum, index)) !== text(operationDatum(operationFrom(datum, index)));
    });
    expect(changed).toEqual([]);
  });
});

const journals = runs.filter(([, directory]) => existsSync(join(directory, "net-journal")));

describe("a journal", () => {
  test.each(journals)("of %s has every event, in as many as the results count", (_, directory) => {
    const folder = join(directory, "net-journal");
    const events = readdirSync(folder).flatMap((name) => eventsIn(readFileSync(join(folder, name))));
    const numbers = events.map(({ number }) => number).sort((left, right) => left - right);
    expect(numbers).toEqual(numbers.map((_, index) => index + (numbers[0] ?? 0)));
    const results = join(directory, "results.edn");
    const all = existsSync(results) ? countsIn(readEdn(readFileSync(results, "utf8"))) : null;
    if (all === null) return;
    const count = (type: "send" | "recv"): number => events.filter((event) => event.type === type).length;
    expect({ send: count("send"), recv: count("recv") }).toEqual({
      send: all["send-count"],
      recv: all["recv-count"],
    });
    expect(new Set(events.map(({ message }) => message.id)).size).toBe(all["msg-count"]);
  });
});

/** `:net :all` of the results; early releases and plain Jepsen have none. */
function countsIn(results: Datum): DatumRecord | null {
  const net = isRecord(results) ? results.net : undefined;
  return isRecord(net) && isRecord(net.all) ? net.all : null;
}

function tagsIn(datum: Datum): readonly string[] {
  if (datum instanceof Tagged) return [datum.tag, ...tagsIn(datum.value)];
  if (isVector(datum)) return datum.flatMap(tagsIn);
  if (datum instanceof EdnList) return datum.items.flatMap(tagsIn);
  if (datum instanceof Set) return [...datum].flatMap(tagsIn);
  if (datum instanceof Map) return [...datum].flat().flatMap(tagsIn);
  return isRecord(datum) ? Object.values(datum).flatMap((value) => tagsIn(value ?? null)) : [];
}

/**
 * The fields of a stored operation, without what Jepsen knows and we do not keep: of an exception all but its class and message
 * (its stack trace means nothing outside of that JVM), and whatever is false or nil and would be so if it were not there.
 */
function fieldsOf(datum: Datum, index: number): DatumRecord {
  const map = datum instanceof Tagged ? datum.value : datum;
  if (!isRecord(map)) throw new Error("An operation should be a map");
  const exception =
    map.exception === undefined ? {} : { exception: operationDatum(operationFrom(datum, index)).exception };
  return { index, ...map, value: map.value ?? null, ...exception };
}

/**
 * What Maelstrom's kafka generator tells itself in the last operations (which offsets nobody has polled yet, how long to poll). It
 * is read, and kept by nobody: no checker, of Maelstrom's or ours, looks at it. Any other key that is not kept is a failure.
 */
const NOTES_OF_A_GENERATOR: ReadonlySet<string> = new Set(["unseen", "poll-ms"]);

/** Keys in any order: those of a map have none, and they differ between releases. */
function text(record: DatumRecord): string {
  const entries = Object.entries(record).filter(
    ([key, value]) => value !== undefined && value !== false && !NOTES_OF_A_GENERATOR.has(key),
  );
  return entries
    .map(([key, value]) => `${key} ${printEdn(value ?? null)}`)
    .sort()
    .join(", ");
}
