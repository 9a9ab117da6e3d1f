import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LineReader } from "./line-reader.ts";

/** The lines that a reader makes of chunks; a line that is too long as `null`. */
function linesOf(chunks: readonly Buffer[], limit?: number): (string | null)[] {
  const lines: (string | null)[] = [];
  const reader = new LineReader({
    onLine: (line) => lines.push(line),
    onTooLong: () => lines.push(null),
    ...(limit === undefined ? {} : { limit }),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return lines;
}

/** `bytes` in pieces that end at the given places. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

test("lines are the same wherever the chunks end, within characters, too", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("a", "é", "€", "🐢", "\r", '"'), maxLength: 6 }), {
        maxLength: 8,
      }),
      fc.array(fc.nat(), { maxLength: 10 }),
      fc.boolean(),
      (lines, places, endsWithNewline) => {
        const bytes = Buffer.from(lines.join("\n") + (endsWithNewline ? "\n" : ""));
        // Through bytes and back: half of a surrogate pair has no encoding.
        const readable = lines.map((line) => Buffer.from(line).toString());
        expect(linesOf(cutAt(bytes, places))).toEqual(
          readable.filter((line) => line !== "" && line !== "\r"),
        );
      },
    ),
  );
});

test("an emoji that is cut by a chunk's end stays whole", () => {
  const bytes = Buffer.from('"🐢"\n');
  for (let place = 0; place <= bytes.length; place++)
    expect(linesOf(cutAt(bytes, [place]))).toEqual(['"🐢"']);
});

test("blank lines are left out, with a carriage return, too", () => {
  expect(linesOf([Buffer.from("\n\r\n1\r\n\n2")])).toEqual(["1\r", "2"]);
});

test("a line longer than the limit is left out and told, wherever it is cut; its neighbours stay", () => {
  const bytes = Buffer.from(`1\n${"x".repeat(20)}\n2\n`);
  for (let place = 0; place <= bytes.length; place++) {
    const chunks = [...cutAt(bytes, [place, 5, 8, 14])];
    const lines = linesOf(chunks, 4);
    expect(lines.filter((line) => line !== null)).toEqual(["1", "2"]);
    expect(lines).toContain(null);
  }
  expect(linesOf([Buffer.from("xxxx\n")], 4)).toEqual(["xxxx"]);
  expect(linesOf([Buffer.from("ab"), Buffer.from("cde")], 4)).toEqual([null]);
});
