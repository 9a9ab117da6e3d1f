/**
 * Damaged files are told what is wrong with them: never another error than the reader's own, no end of the stack, no more
 * values than there were bytes, no more memory than they need, and no waiting.
 *
 * Ten thousand inputs each; more, and other ones, with
 * `FUZZ_CASES=1000000 FC_SEED=7 GLOMERS_CORPUS=… npx vitest run test/fuzz --testTimeout=0`.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Datum, EdnList, isRecord, isVector, Tagged } from "../../src/datum.ts";
import { printEdn } from "../../src/edn/print.ts";
import { readEdn } from "../../src/edn/read.ts";
import { EdnSyntaxError } from "../../src/edn/syntax-error.ts";
import { FressianError } from "../../src/fressian/fressian-error.ts";
import { FressianReader, Struct, type Value } from "../../src/fressian/read.ts";
import { eventsIn } from "../../src/run-store/read-journal.ts";
import { readHistory, readResults } from "../../src/run-store/read-store.ts";
import { StoreError } from "../../src/run-store/store-error.ts";
import { findRuns } from "../../src/run-store/stored-run.ts";
import { eachInput } from "./each-input.ts";
import { Dice, mutated } from "./mutate.ts";

const CASES = Number(process.env.FUZZ_CASES ?? 10_000);
const SEED = Number(process.env.FC_SEED ?? 1);
const SAMPLE = join(import.meta.dirname, "../corpus");

/** Long enough for some events, short enough for thousands of inputs. */
const LONGEST = 2_048;

/** Of a corpus that is named, every run gives its beginning; without one, the sample is what a seed can be repeated with anywhere. */
const CORPUS = process.env.GLOMERS_CORPUS;
const runs = CORPUS === undefined ? [] : findRuns(CORPUS);

const journals = [join(SAMPLE, "echo/015"), ...runs]
  .flatMap((run) => filesIn(join(run, "net-journal")))
  .map((path) => readFileSync(path).subarray(0, LONGEST));
/** Of the sample, all; of other runs, which are long, some. */
const historyLines = [
  ...linesOf(join(SAMPLE, "echo/015/history.edn")),
  ...runs.flatMap((run) => linesOf(join(run, "history.edn")).slice(0, 20)),
];
const results = [
  ...["echo/015", "unique-ids/003", "lin-kv/028", "g-counter/016"].map((run) => join(SAMPLE, run)),
  ...runs,
]
  .map((run) => join(run, "results.edn"))
  .filter((path) => existsSync(path))
  .map((path) => readFileSync(path, "utf8").slice(0, LONGEST));

/** Codes that begin everything that Fressian has, lengths that are lies, and nests. */
const fressianSpices: readonly Uint8Array[] = [
  ...Array.from({ length: 128 }, (_, index) => Uint8Array.of(0x80 + index)),
  // A length of 2^63 − 1, of −2^63, and of 2^31; before them strings, lists, bytes and structs.
  ...[0xe3, 0xe2, 0xec, 0xd9, 0xd8, 0xcc, 0xf0, 0xef].flatMap((code) => [
    Uint8Array.of(code, 0xf8, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(code, 0xf8, 0x80, 0, 0, 0, 0, 0, 0, 0),
    Uint8Array.of(code, 0x76, 0x80, 0, 0, 0),
  ]),
  ...[0xe5, 0xc0, 0xc1, 0xcd, 0xed, 0xee, 0xfe, 0xca, 0xef].map((code) => new Uint8Array(20_000).fill(code)),
];

const ednSpices: readonly Uint8Array[] = [
  ...'[ ] ( ) { } #{ " \\ # #_ ## ##NaN ##Inf ; : , \n \\u12 \\newline #inst #a -1 1/0 1e999 0x10 1N 2.5M ^'.split(
    " ",
  ),
  `${"9".repeat(5_000)}`,
  "[".repeat(20_000),
  "{:a ".repeat(20_000),
  "#_ ".repeat(20_000),
  "#a ".repeat(20_000),
  "#{(".repeat(20_000),
  "\ud83d",
  "é",
].map((text) => new Uint8Array(Buffer.from(text)));

test(`${CASES} damaged journals meet nothing but FressianError`, () => {
  const dice = new Dice(SEED);
  let refused = 0;
  eachInput(CASES, SEED, () => {
    const bytes = mutated(journals, fressianSpices, dice);
    try {
      eventsIn(bytes);
    } catch (error) {
      if (!(error instanceof FressianError)) throw error;
      refused++;
      if (error.offset > bytes.length) throw new Error(`offset ${error.offset} is beyond the file`);
    }
    expectNoMoreThan(bytes);
  });
  // A fuzzer whose damage is never met, or always at once, tells nothing.
  expect(refused).toBeGreaterThan(CASES / 2);
});

test(`${CASES} damaged EDN texts meet nothing but EdnSyntaxError`, () => {
  const dice = new Dice(SEED);
  const inputs = [...historyLines, ...results].map((text) => new Uint8Array(Buffer.from(text)));
  let [refused, read] = [0, 0];
  eachInput(CASES, SEED, () => {
    const text = Buffer.from(mutated(inputs, ednSpices, dice)).toString("utf8");
    try {
      const datum = readEdn(text);
      read++;
      if (countOf(datum) > text.length) throw new Error("there are more values than characters");
      // What was accepted is data like any other: printed, it is read as the same.
      const printed = printEdn(datum);
      if (printEdn(readEdn(printed)) !== printed)
        throw new Error(`printed and read it is another: ${printed}`);
    } catch (error) {
      if (!(error instanceof EdnSyntaxError)) throw error;
      refused++;
      if (error.message.length > 500) throw new Error("the error is as long as a file");
    }
  });
  expect(refused).toBeGreaterThan(CASES / 4);
  expect(read).toBeGreaterThan(CASES / 10);
});

test("damaged files of a run meet nothing but StoreError", () => {
  const dice = new Dice(SEED);
  const folder = mkdtempSync(join(tmpdir(), "glomers-fuzz-"));
  try {
    const history = new Uint8Array(Buffer.from(`${historyLines.slice(0, 8).join("\n")}\n`));
    const text =
      '0\t:invoke\t:echo\t"a"\n0\t:info\t:echo\t"a"\t:net-timeout\n:nemesis\t:info\t:start-partition\t:one\n';
    const inputs: readonly (readonly [
      name: string,
      content: Uint8Array,
      read: (folder: string) => unknown,
    ])[] = [
      ["history.edn", history, readHistory],
      ["history.txt", new Uint8Array(Buffer.from(text)), readHistory],
      ["results.edn", new Uint8Array(Buffer.from(results[0] ?? "")), readResults],
    ];
    eachInput(Math.ceil(CASES / 10), SEED, () => {
      const [name, content, read] = dice.pick(inputs);
      const run = join(folder, name);
      mkdirSync(run, { recursive: true });
      writeFileSync(join(run, name), mutated([content], ednSpices, dice));
      try {
        read(run);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean) : [];
}

/** Values are counted, not bytes of memory: a length that is a lie would show in either. */
function expectNoMoreThan(bytes: Uint8Array): void {
  const reader = new FressianReader(bytes);
  try {
    while (!reader.atEnd) {
      const start = reader.offset;
      const count = countOf(reader.read());
      if (count > reader.offset - start) throw new Error(`${count} values of fewer bytes`);
    }
  } catch (error) {
    if (!(error instanceof FressianError)) throw error;
  }
}

/** How many values there are in one. */
function countOf(value: Value | undefined): number {
  if (value instanceof Struct) return 1 + sum(value.fields);
  if (isVector(value)) return 1 + sum(value);
  if (value instanceof EdnList) return 1 + sum(value.items);
  if (value instanceof Set) return 1 + sum([...value]);
  if (value instanceof Map) return 1 + sum([...value.keys()]) + sum([...value.values()]);
  if (value instanceof Tagged) return 1 + countOf(value.value);
  return isRecord(value) ? 1 + sum(Object.values(value)) : 1;
}

function sum(values: readonly (Datum | Value | undefined)[]): number {
  return values.reduce<number>((total, value) => total + countOf(value), 0);
}
