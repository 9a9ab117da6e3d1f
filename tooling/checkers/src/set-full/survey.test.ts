import { expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { surveyOf } from "./survey.ts";

function surveyed(tell: (script: Script) => void, asked: readonly number[] = [7]) {
  const script = new Script();
  tell(script);
  const survey = surveyOf(runOfEvents(script.events), asked);
  return {
    ...survey,
    refuted: survey.refuted.size,
    /** `sent n0 v1`: nodes and values in the order in which they came up. */
    facts: survey.facts.map(({ kind, node, value }) => `${kind} n${node} v${value}`),
    sightings: asked.map((number) => survey.sightings.get(number)?.map(({ message }) => message.id)),
  };
}

function give(script: Script, at: number, node: string, value: number): void {
  script.operation(at, 0, node, "broadcast", value, { at: at + 1, type: "ok" });
}

function read(script: Script, at: number, node: string, value: readonly number[]): void {
  script.operation(at, 1, node, "read", null, { at: at + 1, type: "ok", value });
}

const gossip = (...messages: readonly number[]) => ({ type: "gossip", messages });

test("facts come in the order of the trace, each once", () => {
  const { facts, sightings, givenAt } = surveyed((script) => {
    give(script, 0, "n0", 7);
    script.message(2, "n0", "n1", gossip(7));
    script.message(4, "n0", "n1", gossip(7));
    read(script, 6, "n1", [7]);
    read(script, 8, "n1", [7]);
  });
  expect(facts).toStrictEqual(["given n0 v0", "sent n0 v0", "received n1 v0", "read n1 v0"]);
  expect(sightings).toStrictEqual([[1, 2]]);
  expect([...givenAt]).toStrictEqual([[7, 0]]);
});

test("what is lost is sent and not received", () => {
  const { facts } = surveyed((script) => {
    give(script, 0, "n0", 7);
    script.lost(2, "n0", "n1", gossip(7));
    read(script, 6, "n1", []);
  });
  expect(facts).toStrictEqual(["given n0 v0", "sent n0 v0"]);
});

test("a place is refuted by a number that is no value, or none yet; what is there is seen all the same", () => {
  const { facts, refuted, sightings } = surveyed((script) => {
    give(script, 0, "n0", 7);
    script.message(2, "n0", "n1", { type: "a", n: 8 });
    script.message(4, "n0", "n1", { type: "b", n: 9 });
    script.message(6, "n0", "n1", { type: "b", n: 7 });
    give(script, 8, "n1", 8);
  });
  expect(facts).toStrictEqual(["given n0 v0", "given n1 v1"]);
  expect(refuted).toBe(2);
  expect(sightings).toStrictEqual([[3]]);
});

test("a service tells what nobody can follow, a client nothing", () => {
  const { facts } = surveyed((script) => {
    give(script, 0, "n0", 7);
    read(script, 1, "n1", []);
    script.message(2, "n0", "seq-kv", { type: "write", value: 7 });
    script.message(3, "seq-kv", "n1", { type: "read_ok", value: 7 });
    script.message(4, "c1", "n1", gossip(7));
  });
  expect(facts).toStrictEqual(["given n0 v0", "elsewhere n1 v0"]);
});

test("fields that are named at random are too many places to learn from", () => {
  const names = Array.from({ length: 200 }, (_, place) => "x".repeat(place + 1));
  const { facts, sightings } = surveyed((script) => {
    give(script, 0, "n0", 7);
    read(script, 1, "n1", []);
    for (const name of names) script.message(2, "n0", "n1", { type: "gossip", [name]: 7 });
  });
  expect(facts.filter((fact) => fact.startsWith("sent"))).toHaveLength(100);
  expect(sightings[0]).toHaveLength(200);
});
