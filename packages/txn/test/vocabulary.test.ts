import { printExactJson, readExactJson } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { plainWords, unknownWord, Vocabulary } from "./vocabulary.ts";

const awkward = { awkwardKeys: true, awkwardValues: true, longText: 1_000, longEvery: 10 };
const indices = Array.from({ length: 100 }, (_, index) => index + 1);

test("each key and each value is another one, and is known again after it has been printed and read", () => {
  for (const options of [plainWords, awkward]) {
    const vocabulary = new Vocabulary(options, 101);
    for (const index of indices) {
      expect(vocabulary.keyIndex(readExactJson(printExactJson(vocabulary.key(index))))).toBe(index);
      expect(vocabulary.valueIndex(readExactJson(printExactJson(vocabulary.value(index))))).toBe(index);
    }
  }
});

test("what is not exactly what was written is unknown, so that no check passes it", () => {
  const vocabulary = new Vocabulary(awkward, 100);
  expect(vocabulary.valueIndex(null)).toBeNull();
  for (const index of indices) {
    const text = printExactJson(vocabulary.value(index));
    // The same number, wrapped once more.
    expect(vocabulary.valueIndex(readExactJson(`[${text}]`))).toBe(unknownWord);
  }
  expect(vocabulary.valueIndex(`${vocabulary.value(10)}x`)).toBe(unknownWord);
  expect(vocabulary.keyIndex("no key")).toBe(unknownWord);
});
