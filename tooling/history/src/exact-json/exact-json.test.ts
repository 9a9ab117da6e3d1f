import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactJson } from "../../test/arbitraries.ts";
import { Float } from "../datum.ts";
import { printEdn } from "../edn/print.ts";
import { type ExactJson, isJson, roundedJson, schemaView, withField } from "./exact-json.ts";
import { printExactJson } from "./print.ts";
import { readExactJson } from "./read.ts";

describe("reading", () => {
  test.each<[string, ExactJson]>([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -9223372036854775808n],
    ["123456789012345678901234567890", 123456789012345678901234567890n],
    ["1", 1],
    ["1.0", new Float(1)],
    ["-0.00", new Float(-0)],
    ["-0", 0],
    ["1.5", 1.5],
    ["1.50e1", new Float(15)],
    ["2E3", new Float(2000)],
    ["1e-2", 0.01],
    ["1e21", 1e21],
    ["0.12345678901234567890", 0.12345678901234568],
    ['"9007199254740993, 1.0"', "9007199254740993, 1.0"],
    [
      ' [ 1.0 , { "a" : [ ] , "b" : { } } , true , false , null ]\r',
      [new Float(1), { a: [], b: {} }, true, false, null],
    ],
    ['{"a\\"":"\\\\","id":9007199254740993}', { 'a"': "\\", id: 9007199254740993n }],
    ['{"id":1.0,"id":9007199254740993}', { id: 9007199254740993n }],
  ])("%s", (text, value) => {
    expect(readExactJson(text)).toStrictEqual(value);
  });

  test("a key that is named like the prototype is a key", () => {
    const text = '{"__proto__":{"polluted":1.0},"constructor":9007199254740993}';
    const value = readExactJson(text);
    expect(value).not.toHaveProperty("polluted");
    expect(printExactJson(value)).toBe(text);
    expect(JSON.stringify(roundedJson(value))).toBe(
      '{"__proto__":{"polluted":1},"constructor":9007199254740992}',
    );
  });

  test("what is no JSON is refused in the words of JSON.parse", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => text.slice(1)),
        ),
        (text) => {
          expect(outcome(() => readExactJson(text))).toEqual(outcome(() => JSON.parse(text)));
        },
      ),
    );
  });
});

function outcome(read: () => unknown): unknown {
  try {
    read();
    return "read";
  } catch (error) {
    return error;
  }
}

describe("any value", () => {
  test("is read as it was printed, whatever blanks stand between", () => {
    fc.assert(
      fc.property(exactJson, (value) => {
        const text = printExactJson(value);
        expect(readExactJson(text)).toEqual(value);
        expect(printExactJson(readExactJson(text))).toBe(text);
        expect(readExactJson(` ${text}\n`)).toEqual(value);
      }),
    );
  });

  test("is for a node in JavaScript what JSON.parse would have made of it", () => {
    fc.assert(
      fc.property(exactJson, (value) => {
        const parsed: unknown = JSON.parse(printExactJson(value));
        expect(JSON.stringify(roundedJson(value))).toBe(JSON.stringify(parsed));
        if (isJson(value)) expect(JSON.stringify(parsed)).toBe(printExactJson(value));
      }),
    );
  });

  test("shares nothing with its copy", () => {
    const list = [1];
    const copy = roundedJson({ list });
    list.push(2);
    expect(copy).toEqual({ list: [1] });
  });
});

test("a history says what the line said", () => {
  expect(printEdn(readExactJson("[9007199254740993,1.0,1,-9223372036854775808]"))).toBe(
    "[9007199254740993 1.0 1 -9223372036854775808]",
  );
});

test("a schema sees an integer for a bigint, and neither an integer nor an object for a Float", () => {
  const body = { offset: 2n ** 64n, value: new Float(1), msgs: [[0, "a"]] };
  expect(schemaView(body)).toEqual({ offset: expect.any(Number), value: 0.5, msgs: [[0, "a"]] });
  expect(Number.isSafeInteger(Object.values(Object(schemaView(body)))[0])).toBe(true);
});

test("a record with one field more is what a spread would make, and a copy", () => {
  const records = [{}, { a: 1, type: "x" }, { type: "x", a: [1] }, JSON.parse('{"__proto__":1,"b":2}')];
  for (const record of records) {
    const before = JSON.stringify(record);
    for (const name of ["type", "msg_id", "__proto__"]) {
      const expected = { ...record, [name]: 7n };
      expect(Object.entries(withField(record, name, 7n))).toEqual(Object.entries(expected));
    }
    expect(JSON.stringify(record)).toBe(before);
  }
});
