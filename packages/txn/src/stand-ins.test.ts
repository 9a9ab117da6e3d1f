import { expect, test } from "vitest";
import { StandIns } from "./stand-ins.ts";

const nodeIds = ["n0", "n1", "n2", "n3"];

function standInsOf(
  neighbours: readonly string[],
  strangers: readonly string[],
  nextTo: (id: string) => readonly string[] = () => [],
): StandIns {
  return new StandIns({
    nodeIds,
    neighbours: new Set(neighbours),
    strangers: new Set(strangers),
    nextTo,
    patience: 1_000,
    random: () => 0,
  });
}

test("as long as a neighbour is silent somebody else is asked once in each patience, and told for whom", () => {
  const standIns = standInsOf(["n1", "n2"], ["n3"]);
  expect(standIns.questions(new Set(), 0)).toEqual([]);
  expect(standIns.askAt(Infinity)).toBe(Infinity);
  expect(standIns.askAt(100)).toBe(100);
  expect(standIns.questions(new Set(["n2"]), 100)).toEqual([{ dest: "n3", silent: [2] }]);
  expect(standIns.questions(new Set(["n2"]), 600)).toEqual([]);
  expect(standIns.askAt(100)).toBe(1_100);
  expect(standIns.questions(new Set(["n1", "n2"]), 1_100)).toEqual([{ dest: "n3", silent: [1, 2] }]);
  expect(standIns.questions(new Set(), 1_200)).toEqual([]);
  expect(standIns.askAt(Infinity)).toBe(Infinity);
});

test("the root of a small tree, where all are neighbours, asks one that answers, if there is any", () => {
  const standIns = standInsOf(["n1", "n2", "n3"], []);
  expect(standIns.questions(new Set(["n1"]), 0)).toEqual([{ dest: "n2", silent: [1] }]);
  expect(standIns.questions(new Set(["n1", "n2", "n3"]), 2_000)).toEqual([]);
  // Not at once again, and again: somebody may answer meanwhile.
  expect(standIns.askAt(0)).toBe(3_000);
});

test("one of two has nobody to ask, and wakes for nothing", () => {
  expect(standInsOf(["n1"], []).askAt(100)).toBe(Infinity);
});

test("who is asked asks the silent ones once for each time, but neither its own neighbours nor places that there are not", () => {
  const standIns = standInsOf(["n1"], ["n2", "n3"]);
  standIns.want([1, 2, 9]);
  standIns.want([2]);
  expect(standIns.questions(new Set(), 0)).toEqual([{ dest: "n2" }]);
  expect(standIns.questions(new Set(), 0)).toEqual([]);
});

test("those next to a silent one are asked as well, once each, as they may be cut off with nothing to say", () => {
  const standIns = standInsOf(["n1"], ["n2", "n3"], () => ["n0", "n2", "n3"]);
  expect(standIns.questions(new Set(["n1"]), 0)).toEqual([{ dest: "n2", silent: [1] }, { dest: "n3" }]);
});
