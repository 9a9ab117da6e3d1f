import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineSplitter } from "./line-splitter.ts";

function split(chunks: readonly Buffer[], maxLength = 1000) {
  const lines: string[] = [];
  const endless: string[] = [];
  const handler = { line: (line: string) => lines.push(line), endless: (text: string) => endless.push(text) };
  const splitter = new LineSplitter(handler, maxLength);
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, endless };
}

/** Cuts bytes at the given places, characters of several bytes included. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe("lines", () => {
  const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));

  test("are the same however the stream is cut into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(line),
        fc.array(fc.nat()),
        fc.constantFrom("\n", "\r\n"),
        (lines, places, ending) => {
          const bytes = Buffer.from(lines.map((text) => text + ending).join(""));
          expect(split(cut(bytes, places)).lines).toEqual(lines);
        },
      ),
    );
  });

  test("may lack an end before the stream's", () => {
    expect(split([Buffer.from("a\nb")]).lines).toEqual(["a", "b"]);
  });
});

describe("a line that does not end", () => {
  test("is given up at the limit, once, and the next one is read", () => {
    const chunks = ["12", "3456", "78", "9\nnext\n"].map((text) => Buffer.from(text));
    expect(split(chunks, 5)).toEqual({ lines: ["next"], endless: ["123456"] });
  });

  test("does not fill the memory: nothing is kept behind the limit", () => {
    const chunk = Buffer.alloc(100, "x");
    const { lines, endless } = split(
      Array.from({ length: 50 }, () => chunk),
      1000,
    );
    expect(lines).toEqual([]);
    expect(endless.map((text) => text.length)).toEqual([1100]);
  });

  test("is no matter of a line that just fits", () => {
    expect(split([Buffer.from("12345\n")], 5)).toEqual({ lines: ["12345"], endless: [] });
  });
});
