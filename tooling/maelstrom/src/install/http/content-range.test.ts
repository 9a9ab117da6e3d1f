import { describe, expect, it } from "vitest";
import { readContentRange } from "./content-range.ts";

describe("readContentRange", () => {
  it.each([
    ["bytes 100-199/1000", { start: 100, total: 1000 }],
    ["bytes 0-0/*", { start: 0, total: null }],
    ["bytes */1000", { start: null, total: 1000 }],
  ])("%s", (text, range) => {
    expect(readContentRange(text)).toEqual(range);
  });

  it.each([undefined, "", "items 1-2/3", "bytes 1-2", "bytes -5/10", "bytes 1-2/3, 4-5/6"])(
    "%s is none",
    (text) => {
      expect(readContentRange(text)).toBeNull();
    },
  );
});
