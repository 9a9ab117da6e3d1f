import { expect, test } from "vitest";
import { cutsOf } from "./cuts.ts";
import { Story } from "./story.fixture.ts";

const nodes = ["n0", "n1", "n2", "n3", "n4"];

test("a cut has the sides that it left connected, and ends with its heal", () => {
  const rest = ["n1", "n2", "n3", "n4"];
  const grudge = { n0: rest, ...Object.fromEntries(rest.map((node) => [node, ["n0"]])) };
  const run = new Story().cut(1, grudge).heal(6).run();
  expect(cutsOf(run, nodes)).toEqual([{ from: 1e9, to: 6e9, sides: [new Set(["n0"]), new Set(rest)] }]);
});

test("one that is never healed ends with the run", () => {
  const run = new Story()
    .cut(1, { n0: ["n1"], n1: ["n0"] })
    .op("n0", "read", [2, 9], [])
    .run();
  expect(cutsOf(run, ["n0", "n1"])).toEqual([
    { from: 1e9, to: 9e9, sides: [new Set(["n0"]), new Set(["n1"])] },
  ]);
});

test("a ring of majorities has no sides, as nobody in it can be sure to hear of everything at once", () => {
  const grudge = Object.fromEntries(
    nodes.map((node, i) => [node, [2, 3].map((step) => nodes[(i + step) % nodes.length] ?? "")]),
  );
  expect(cutsOf(new Story().cut(1, grudge).heal(2).run(), nodes)).toEqual([
    { from: 1e9, to: 2e9, sides: [] },
  ]);
});

test("links that carry one way only connect nobody", () => {
  const [cut] = cutsOf(
    new Story()
      .cut(1, { n0: ["n1"] })
      .heal(2)
      .run(),
    ["n0", "n1"],
  );
  expect(cut?.sides).toEqual([new Set(["n0"]), new Set(["n1"])]);
});

test("a grudge that nobody bears is no cut", () => {
  expect(cutsOf(new Story().cut(1, { n0: [], n1: [] }).heal(2).run(), ["n0", "n1"])).toEqual([]);
});
