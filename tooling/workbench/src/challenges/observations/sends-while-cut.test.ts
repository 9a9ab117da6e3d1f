import { expect, test } from "vitest";
import { failedSendsWhileCut } from "./sends-while-cut.ts";
import { Story } from "./story.fixture.ts";

const nodes = ["n0", "n1"];
const apart = { n0: ["n1"], n1: ["n0"] };

const story = () => new Story().cut(1, apart).op("n0", "send", [2, 2.1], []);

test("sends that both sides take are none that failed", () => {
  expect(failedSendsWhileCut(story().op("n1", "send", [3, 3.1], []).heal(9).run(), nodes)).toBe(0);
});

test.each([
  ["is refused", "fail", 3.1],
  ["is never answered", "info", 8],
  ["is answered after the heal only", "ok", 9.5],
] as const)("one that %s has failed", (_, type, answered) => {
  expect(failedSendsWhileCut(story().op("n1", "send", [3, answered], [], type).heal(9).run(), nodes)).toBe(1);
});

test("one that was sent at the last moment may be answered after the heal", () => {
  const run = story().op("n1", "send", [3, 3.1], []).op("n1", "send", [8.5, 9.5], []).heal(9).run();
  expect(failedSendsWhileCut(run, nodes)).toBe(0);
});

test("with a side that was never asked, or without a cut, nothing is known", () => {
  expect(failedSendsWhileCut(story().heal(9).run(), nodes)).toBeNull();
  expect(failedSendsWhileCut(new Story().op("n0", "send", [2, 2.1], []).run(), nodes)).toBeNull();
});
