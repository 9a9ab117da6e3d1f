import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FressianWriter } from "../../test/fressian-writer.ts";
import { type Datum, EdnList, EdnSymbol, Float, Keyword, keyword } from "../datum.ts";
import { FressianError } from "./fressian-error.ts";
import { FressianReader, Struct, type Value } from "./read.ts";

function read(...bytes: number[]): Value {
  const reader = new FressianReader(Uint8Array.from(bytes));
  const value = reader.read();
  expect(reader.atEnd).toBe(true);
  return value;
}

function readAll(bytes: Uint8Array): Value[] {
  const reader = new FressianReader(bytes);
  const values: Value[] = [];
  while (!reader.atEnd) values.push(reader.read());
  return values;
}

const text = (content: string): number[] => [0xda + content.length, ...Buffer.from(content)];

describe("values of Fressian", () => {
  test.each<[Value, ...number[]]>([
    [0, 0x00],
    [63, 0x3f],
    [-1, 0xff],
    [64, 0x50, 0x40],
    [-2, 0x4f, 0xfe],
    [4095, 0x5f, 0xff],
    [4096, 0x68, 0x10, 0x00],
    [2 ** 49 - 1, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    [-(2 ** 49), 0x7c, 0, 0, 0, 0, 0, 0],
    [9007199254740993n, 0xf8, 0x00, 0x20, 0, 0, 0, 0, 0, 0x01],
    [-(2n ** 63n), 0xf8, 0x80, 0, 0, 0, 0, 0, 0, 0],
    [2n ** 64n, 0xc6, 0xd9, 0x09, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    [-256, 0xc6, 0xd2, 0xff, 0x00],
    [258, 0xc6, 0xd8, 0x01, 0x01, 0xd1, 0x02],
    [null, 0xf7],
    [true, 0xf5],
    [false, 0xf6],
    [0.5, 0xfa, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0],
    [0.5, 0xf9, 0x3f, 0, 0, 0],
    [new Float(0), 0xfb],
    [new Float(1), 0xfc],
    [new Float(2), 0xfa, 0x40, 0, 0, 0, 0, 0, 0, 0],
    ["", 0xda],
    ["n0", 0xdc, 0x6e, 0x30],
    ["n0", 0xe3, 0x02, 0x6e, 0x30],
    ["n0", 0xe2, 0x01, 0x6e, 0xdb, 0x30],
    ["é😀", 0xe3, 0x08, 0xc3, 0xa9, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
    [[1, 2], 0xe6, 1, 2],
    [[1, 2], 0xec, 2, 1, 2],
    [[1, 2], 0xed, 1, 2, 0xfd],
    [[1, 2], 0xee, 1, 2, 0xfd],
    [[1, 2], 0xee, 1, 2],
    [new Set([1]), 0xc1, 0xe5, 1],
    [new Map([["a", 1]]), 0xc0, 0xe6, ...text("a"), 1],
    [{ a: 1 }, 0xc0, 0xed, 0xca, 0xf7, ...text("a"), 1, 0xfd],
    [keyword("db/id"), 0xca, ...text("db"), ...text("id")],
    [new EdnSymbol("x"), 0xc9, 0xf7, ...text("x")],
  ])("%o", (value, ...bytes) => {
    expect(read(...bytes)).toStrictEqual(value);
  });

  test("are kept by name: the place is taken before the name is read", () => {
    // :a takes place 0 and the text of its name place 1.
    expect(read(0xe7, 0xcd, 0xca, 0xf7, 0xcd, ...text("a"), 0x80, 0x81)).toStrictEqual([
      keyword("a"),
      keyword("a"),
      "a",
    ]);
    expect(readAll(Uint8Array.from([0xcd, ...text("a"), 0xcc, 0x00]))).toStrictEqual(["a", "a"]);
  });

  test("of a kind of its own are described once", () => {
    const bytes = [0xef, ...text("p"), 2, 1, 2, 0xa0, 3, 4, 0xf0, 0, 5, 6];
    expect(readAll(Uint8Array.from(bytes))).toStrictEqual([
      new Struct("p", [1, 2]),
      new Struct("p", [3, 4]),
      new Struct("p", [5, 6]),
    ]);
  });

  test("are forgotten at a reset", () => {
    const reader = new FressianReader(Uint8Array.from([0xcd, ...text("a"), 0xfe, 0x80]));
    reader.read();
    expect(() => reader.read()).toThrow("Fressian, byte 4: there is no cached value 0, only 0 of them");
  });
});

describe("what is no Fressian of a journal", () => {
  test.each<[string, ...number[]]>([
    ["byte 0: the file ends within a value"],
    ["byte 2: the file ends within a value", 0x7e, 0x04],
    ["byte 3: the file ends within a value", 0xe6, 0x01, 0xe5],
    ["byte 0: the file ends within this list", 0xed, 0x01],
    ["byte 0: the end of a list stands where a value should be", 0xfd],
    ["byte 0: 0xc3 begins no value that a journal has", 0xc3, 0xd0],
    ["byte 0: bytes stand where a value should be", 0xd1, 0x00],
    ["byte 0: this map has a key without a value", 0xc0, 0xe5, 0x01],
    ["byte 0: a map or a set should consist of a list", 0xc0, 0x01],
    ["byte 0: this string is no text at byte 2", 0xdc, 0x61, 0xff],
    ["byte 0: this string is no text at byte 1", 0xdb, 0xc3],
    ["byte 3: a string in chunks goes on with something else", 0xe2, 0x01, 0x61, 0x00],
    ["byte 0: there is no cached value 0, only 0 of them", 0x80],
    ["byte 0: there is no struct of kind 0, only 0 kinds", 0xa0],
    ["byte 0: only texts and names should be cached", 0xcd, 0xe4],
    ["byte 3: a cached value refers to itself", 0xcd, 0xca, 0xf7, 0x80],
    ["byte 0: the two parts of a name should be texts", 0xca, 0xf7, 0x01],
    ["byte 0: the tag of a struct should be a text", 0xef, 0x01, 0x00],
    ["byte 1: a struct of the kind p stands within data", 0xe5, 0xef, ...text("p"), 0],
    ["byte 1: there should be a length or a place, 0 or more", 0xec, 0xff],
    ["byte 500: values are nested more than 500 deep", ...Array<number>(501).fill(0xe5)],
  ])("%s", (message, ...bytes) => {
    const reader = new FressianReader(Uint8Array.from(bytes));
    expect(() => reader.read()).toThrow(`Fressian, ${message}`);
  });

  test("costs no more memory than there are bytes, whatever a length says", () => {
    const billion = [0x76, 0x40, 0, 0, 0];
    for (const code of [0xe3, 0xec, 0xe2]) {
      const reader = new FressianReader(Uint8Array.from([code, ...billion, 1, 2, 3]));
      expect(() => reader.read()).toThrow(FressianError);
    }
  });
});

const name = fc.string({ unit: "binary", maxLength: 40 });

const data: fc.Arbitrary<Datum> = fc.letrec<{ datum: Datum }>((tie) => ({
  datum: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt().filter((value) => !Number.isSafeInteger(Number(value))),
    fc.double({ noNaN: true }).map((value) => (Number.isInteger(value) ? new Float(value) : value)),
    name,
    name.map(keyword),
    name.map((content) => new EdnSymbol(content)),
    fc.array(tie("datum"), { maxLength: 12 }),
    fc.array(fc.integer(), { maxLength: 12 }).map((items) => new Set(items)),
    fc
      .array(fc.tuple(fc.integer(), tie("datum")), { minLength: 1, maxLength: 5 })
      .map((entries) => new Map(entries)),
    fc.dictionary(name, tie("datum"), { noNullPrototype: true }),
  ),
})).datum;

describe("what a writer writes", () => {
  test("is what is read", () => {
    fc.assert(
      fc.property(fc.array(data, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (values, chunk) => {
        const writer = new FressianWriter(chunk);
        for (const value of values) writer.datum(value);
        expect(readAll(writer.bytes)).toStrictEqual(values);
      }),
    );
  });

  test("is an error wherever it is cut off", () => {
    fc.assert(
      fc.property(data, fc.nat(), (value, at) => {
        const { bytes } = new FressianWriter().datum(new EdnList([value]));
        const cut = bytes.subarray(0, at % bytes.length);
        expect(() => new FressianReader(cut).read()).toThrow(FressianError);
      }),
    );
  });
});

describe("a damaged journal", () => {
  const path = join(import.meta.dirname, "../../test/corpus/echo/015/net-journal/0.fressian");
  const journal = readFileSync(path);

  test("is read, or is an error that says where, and takes no time", () => {
    const damage = fc.array(fc.tuple(fc.nat(journal.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = Uint8Array.from(journal);
        for (const [at, byte] of changes) bytes[at] = byte;
        expectValuesOrError(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test("of random bytes, too", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), expectValuesOrError), { numRuns: 2000 });
  });

  function expectValuesOrError(bytes: Uint8Array): void {
    try {
      expect(readAll(bytes).length).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      expect(error).toBeInstanceOf(FressianError);
      if (error instanceof FressianError) expect(error.offset).toBeLessThanOrEqual(bytes.length);
    }
  }
});

test("a keyword is not its name", () => {
  expect(read(0xca, 0xf7, ...text("a"))).toBeInstanceOf(Keyword);
});
