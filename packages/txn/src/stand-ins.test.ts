import { expect, test } from "vitest";
import { StandIns } from "./stand-ins.ts";

const nodeIds = ["n0", "n1", "n2", "n3"];

function standInsOf(neighbours: readonly string[], strangers: readonly string[]): StandIns {
  return new StandIns({
    nodeIds,
    neighbours: new Set(neighbours),
    strangers: new Set(strangers),
    patience: 1_000,
    random: () => 0,
  });
}

test("as long as a neighbour is silent somebody else is asked once in each patience, and told for whom", () => {
  const standIns = standInsOf(["n1", "n2"], ["n3"]);
  expect(standIns.questions(new Set(), 0)).toEqual([]);
  expect(standIns.askAt).toBe(Infinity);
  expect(standIns.questions(new Set(["n2"]), 100)).toEqual([{ dest: "n3", silent: [2] }]);
  expect(standIns.questions(new Set(["n2"]), 600)).toEqual([]);
  expect(standIns.askAt).toBe(1_100);
  expect(standIns.questions(new Set(["n1", "n2"]), 1_100)).toEqual([{ dest: "n3", silent: [1, 2] }]);
  expect(standIns.questions(new Set(), 1_200)).toEqual([]);
  expect(standIns.askAt).toBe(Infinity);
});

test("the root of a small tree, where all are neighbours, asks one that answers, if there is any", () => {
  const standIns = standInsOf(["n1", "n2", "n3"], []);
  expect(standIns.questions(new Set(["n1"]), 0)).toEqual([{ dest: "n2", silent: [1] }]);
  expect(standIns.questions(new Set(["n1", "n2", "n3"]), 2_000)).toEqual([]);
});

test("who is asked asks the silent ones once for each time, but neither its own neighbours nor places that there are not", () => {
  const standIns = standInsOf(["n1"], ["n2", "n3"]);
  standIns.want([1, 2, 9]);
  standIns.want([2]);
  expect(standIns.questions(new Set(), 0)).toEqual([{ dest: "n2" }]);
  expect(standIns.questions(new Set(), 0)).toEqual([]);
});
