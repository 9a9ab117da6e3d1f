import { expect, test } from "vitest";
import { Patience } from "./patience.ts";

/** When a peer that never answers is asked, in milliseconds from the moment at which it is found to be behind. */
function questions(patienceMs: number, count: number): readonly number[] {
  const patience = new Patience(patienceMs);
  const askedAt: number[] = [];
  patience.setBehind(0);
  while (askedAt.length < count) {
    const now = patience.askAt;
    if (now === undefined) throw new Error("the peer is behind, so it is to be asked");
    askedAt.push(now);
    patience.asked(now);
  }
  return askedAt;
}

test("a peer that does not answer is asked ever more rarely, in the end once a second", () => {
  expect(questions(200, 6)).toEqual([200, 600, 1_400, 2_400, 3_400, 4_400]);
});

test("where nodes speak rarely the first question waits for what comes by itself, and the others do not", () => {
  expect(questions(4_000, 4)).toEqual([4_000, 5_000, 6_000, 7_000]);
});

test("one that has come nearer since it was asked is waited for anew", () => {
  const patience = new Patience(200);
  patience.setBehind(0);
  patience.asked(200);
  patience.asked(600);
  patience.setBehind(0);
  expect(patience.questions).toBe(2);
  patience.setBehind(700);
  expect(patience).toMatchObject({ questions: 0, askAt: 900 });
});
