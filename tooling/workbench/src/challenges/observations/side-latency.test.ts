import { expect, test } from "vitest";
import { sideLatencies } from "./side-latency.ts";
import { Story } from "./story.fixture.ts";

const nodes = ["n0", "n1", "n2"];
const n2IsCutOff = { n2: ["n0", "n1"], n0: ["n2"], n1: ["n2"] };

test("a value's latency ends with the last read of its side that misses it", () => {
  const run = new Story()
    .cut(1, n2IsCutOff)
    .op("n0", "broadcast", [4, 4], 7)
    .op("n1", "read", [4.2, 4.2], [])
    .op("n1", "read", [4.3, 4.3], [])
    .op("n1", "read", [4.4, 4.4], [7])
    // The other side learns it after the heal only, and that is no fault.
    .op("n2", "read", [8, 8], [])
    .heal(10)
    .run();
  const { median, max } = sideLatencies(run, nodes);
  expect([median, max]).toEqual([expect.closeTo(300), expect.closeTo(300)]);
});

test("what is acknowledged while the side re-forms counts from the end of those 2 s, for the maximum alone", () => {
  const run = new Story()
    .cut(1, n2IsCutOff)
    .op("n0", "broadcast", [1.5, 1.5], 7)
    .op("n1", "read", [2.9, 2.9], [])
    .op("n0", "broadcast", [4, 4], 8)
    .op("n1", "read", [4.1, 4.1], [])
    .op("n1", "read", [4.2, 4.2], [7, 8])
    .heal(10)
    .run();
  expect(sideLatencies(run, nodes)).toEqual({ median: expect.closeTo(100), max: expect.closeTo(1100) });
});

test("reads after the heal, and cuts shorter than 2 s, tell nothing", () => {
  const story = () => new Story().cut(1, n2IsCutOff).op("n0", "broadcast", [2, 2], 7);
  const late = story().op("n1", "read", [6, 6], []).heal(5).run();
  expect(sideLatencies(late, nodes)).toEqual({ median: null, max: 0 });
  const short = story().op("n1", "read", [2.5, 2.5], []).heal(3).run();
  expect(sideLatencies(short, nodes)).toEqual({ median: null, max: null });
});
