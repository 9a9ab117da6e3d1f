/** Three nodes tell each other values in some language; which messages are taken to have told the last of them? */
import type { SendEvent } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { carriageOf } from "./carriage.ts";
import { wayTo } from "./places.ts";
import { type Sighting, surveyOf } from "./survey.ts";
import { told } from "./told.ts";

type Body = SendEvent["body"];

const LAST = 19;

/** Values up to `LAST` are given to one node each, which says to both others what it says of them; all are read. */
function toldBy(talk: (value: number) => readonly Body[], between: readonly Body[] = []) {
  const values = Array.from({ length: LAST + 1 }, (_, value) => value);
  const script = new Script();
  for (const value of values) {
    const origin = `n${value % 3}`;
    script.operation(value * 10, 0, origin, "broadcast", value, { at: value * 10 + 1, type: "ok" });
    for (const other of ["n0", "n1", "n2"])
      if (other !== origin)
        for (const body of talk(value)) script.message(value * 10 + 2, origin, other, body);
  }
  // What somebody says of the last value when all have it.
  for (const body of between) script.message(300, "n0", "n1", body);
  for (const node of ["n0", "n1", "n2"])
    script.operation(400, 1, node, "read", null, { at: 401, type: "ok", value: values });
  const survey = surveyOf(runOfEvents(script.events), [LAST]);
  const { holding, doubtful } = told(survey.sightings.get(LAST) ?? [], carriageOf(survey));
  const ways = (sightings: readonly Sighting[]): readonly (string | null)[] =>
    sightings.map(({ message, place }) => wayTo(survey.places, message, LAST, place));
  return { holding: ways(holding), doubtful: ways(doubtful) };
}

test("what is at the only place of values is told", () => {
  expect(toldBy((value) => [{ m: value }])).toStrictEqual({
    holding: [".m", ".m"],
    doubtful: [],
  });
});

test("a place that says less does not tell", () => {
  const talk = (value: number): readonly Body[] => {
    const pair = [value - (value % 2), value].slice(value % 2 === 0 ? 1 : 0);
    return [{ values: pair, last: value }];
  };
  // Each of the two would do, and the message has both.
  expect(toldBy(talk)).toMatchObject({ doubtful: [] });
  // Here it has one, which the other could have brought.
  expect(toldBy(talk, [{ values: [], last: LAST }])).toMatchObject({ doubtful: [".last"] });
});

test("an acknowledgement tells nothing, since nobody learns from it", () => {
  const acknowledged = toldBy(
    (value) => [{ type: "tell", m: value }],
    Array.from({ length: LAST + 1 }, (_, value) => ({ type: "tell_ok", ack: value })),
  );
  expect(acknowledged.holding).toStrictEqual([".m", ".m"]);
});

test("of an announcement and what follows nobody knows which it is that tells", () => {
  const { holding, doubtful } = toldBy((value) => [
    { type: "have", ids: [value] },
    { type: "tell", m: value },
  ]);
  expect(holding).toStrictEqual([]);
  expect(doubtful).toStrictEqual([".ids[0]", ".m", ".ids[0]", ".m"]);
});

test("where values are in sight and all is hidden, nothing is told", () => {
  expect(toldBy((value) => [{ m: `<${value}>` }])).toStrictEqual({ holding: [], doubtful: [] });
});
