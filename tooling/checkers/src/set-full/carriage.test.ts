/** Three nodes: who was given what, what they sent each other, and what is made of the places where it stood. */
import type { SendEvent } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { carriageOf } from "./carriage.ts";
import { wayTo } from "./places.ts";
import { surveyOf } from "./survey.ts";

type Language = (value: number) => SendEvent["body"];

/** Values from 0 on, each given to one node, which tells both others; then a read at each node. */
function carriageAfter(count: number, language: Language, readings?: readonly number[]) {
  const values = Array.from({ length: count }, (_, value) => value);
  const script = new Script();
  for (const value of values) {
    const origin = `n${value % 3}`;
    script.operation(value * 10, 0, origin, "broadcast", value, { at: value * 10 + 1, type: "ok" });
    for (const other of ["n0", "n1", "n2"])
      if (other !== origin) script.message(value * 10 + 2, origin, other, language(value));
  }
  for (const node of ["n0", "n1", "n2"])
    script.operation(count * 10, 1, node, "read", null, {
      at: count * 10 + 1,
      type: "ok",
      value: readings ?? values,
    });
  const survey = surveyOf(runOfEvents(script.events), values);
  const { certaintyOf, isComplete, isHidden } = carriageOf(survey);
  const places: Record<string, string> = {};
  for (const [value, sightings] of survey.sightings)
    for (const { message, place } of sightings)
      places[wayTo(survey.places, message, value, place) ?? ""] = certaintyOf(place);
  return { places, isComplete, isHidden };
}

test("there are values where all that is sent is known; a counter asks nobody", () => {
  expect(carriageAfter(20, (value) => ({ messages: [value], n: Math.floor(value / 3) + 1 }))).toStrictEqual({
    places: { ".messages[0]": "surely", ".n": "never" },
    isComplete: true,
    isHidden: false,
  });
});

test("a counter that runs ahead of the values is none of them", () => {
  expect(carriageAfter(20, (value) => ({ m: value, round: value + 1 })).places).toStrictEqual({
    ".m": "surely",
    ".round": "never",
  });
});

test("a few numbers may be luck", () => {
  // log2 3 bits for each value: six are not enough.
  expect(carriageAfter(6, (value) => ({ m: value }))).toStrictEqual({
    places: { ".m": "perhaps" },
    isComplete: false,
    isHidden: false,
  });
  expect(carriageAfter(7, (value) => ({ m: value })).places).toStrictEqual({ ".m": "surely" });
});

test("what may be luck is luck in messages that are understood, and not in others", () => {
  const { places } = carriageAfter(20, (value) => {
    if (value === 0) return { type: "tell", m: value, height: 0 };
    return value === 1 ? { type: "catch-up", all: [value] } : { type: "tell", m: value };
  });
  // Nodes have 1, which `.m` did not bring them; so something else did.
  expect(places).toStrictEqual({ ".m": "surely", ".height": "perhaps", ".all[0]": "perhaps" });
  const twice = carriageAfter(20, (value) => ({
    type: "tell",
    m: value,
    ...(value === 0 ? { height: 0 } : {}),
  }));
  expect(twice.places).toStrictEqual({ ".m": "surely", ".height": "never" });
});

test("what nodes know and no place can have brought has come another way", () => {
  expect(carriageAfter(20, (value) => ({ m: `<${value}>` }))).toStrictEqual({
    places: {},
    isComplete: false,
    isHidden: true,
  });
  // Values from 15 on are sent in another way than those before.
  expect(carriageAfter(20, (value) => (value < 15 ? { m: value } : { m: `<${value}>` }))).toStrictEqual({
    places: { ".m": "surely" },
    isComplete: false,
    isHidden: true,
  });
});

test("where no read shows what a node knows, nothing is hidden", () => {
  expect(carriageAfter(20, (value) => ({ m: `<${value}>` }), [])).toMatchObject({ isHidden: false });
});

test("what a service may have told a node is no lie of the node", () => {
  const script = new Script();
  for (let value = 0; value < 20; value++) {
    script.operation(value * 10, 0, "n0", "broadcast", value, { at: value * 10 + 1, type: "ok" });
    script.operation(value * 10, 1, "n1", "read", null, { at: value * 10 + 1, type: "ok", value: [] });
    script.message(value * 10 + 2, "seq-kv", "n1", { type: "read_ok", value: [value] });
    script.message(value * 10 + 4, "n1", "n0", { type: "gossip", m: value });
  }
  const survey = surveyOf(runOfEvents(script.events), [3]);
  const place = survey.sightings.get(3)?.[0]?.place;
  expect(place && carriageOf(survey).certaintyOf(place)).not.toBe("never");
});
