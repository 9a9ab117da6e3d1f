/** Nodes of several languages, and what is said about why one of them lacks a value: is it true, and is anything said? */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Gossip, gossipIn, type Language } from "./gossip.fixture.ts";
import { explainerOf } from "./spread.ts";

const LANGUAGES: readonly (readonly [name: string, language: Language, place: RegExp])[] = [
  ["a list", ({ fresh, n }) => ({ type: "gossip", n, messages: [...fresh] }), /^\.messages\[\d+\]$/],
  [
    "a list by node, with a clock",
    ({ src, fresh, n, log }) => ({
      type: "gossip",
      gossip: { [src]: [...fresh] },
      clock: { n0: n, n1: log.length },
    }),
    /^\.gossip\.n\d\[\d+\]$/,
  ],
  [
    "runs, as ours have them",
    ({ src, fresh, n, log }) => ({
      type: "gossip",
      n,
      have: [[`${src}:life`, log.length]],
      runs: [[`${src}:life`, log.length - fresh.length, [...fresh]]],
    }),
    /^\.runs\[0\]\[2\]\[\d+\]$/,
  ],
  [
    "names of fields",
    ({ fresh, n }) => ({ type: "sync", n, seen: Object.fromEntries(fresh.map((value) => [value, true])) }),
    /^a name in \.seen$/,
  ],
  [
    "pairs of a counter and a value",
    ({ fresh, log }) => ({ type: "sync", log: fresh.map((value) => [log.indexOf(value), value]) }),
    /^\.log\[\d+\]\[1\]$/,
  ],
  [
    "objects",
    ({ fresh, n }) => ({
      type: "gossip",
      items: fresh.map((value, place) => ({ value, place, hops: n % 4 })),
    }),
    /^\.items\[\d+\]\.value$/,
  ],
  [
    "a list beside the greatest value",
    ({ fresh, log }) => ({ type: "gossip", greatest: Math.max(...log), values: [...fresh] }),
    /^\.values\[\d+\]$/,
  ],
];

/** Nobody can see the values of these. */
const CIPHERS: readonly (readonly [name: string, language: Language])[] = [
  ["a text", ({ fresh, n }) => ({ type: "gossip", n, values: fresh.map((value) => `${value};`).join("") })],
  [
    "counters and values in one list",
    ({ fresh, log }) => ({ type: "gossip", log: fresh.flatMap((value) => [log.indexOf(value), value]) }),
  ],
];

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** Everything that can be said about values of a run, in the middle and at its end. */
function explanationsOf({ run, nodes, values }: Gossip) {
  const explain = explainerOf(
    run,
    values.map(({ value }) => value),
  );
  return [2_000, 10_000].flatMap((until) =>
    values
      // Before the middle the first half was given.
      .filter(({ value }) => value < 20 || until > 2_000)
      .flatMap(({ value, origin }) =>
        nodes.map((reader) => ({ value, reader, until, ...explain(value, origin, reader, until * 1e6) })),
      ),
  );
}

/** What a text says as a fact that is not so; null if all of it is true. */
function lieIn(
  { run, carried }: Gossip,
  { text, value, reader, until }: { text: string; value: number; reader: string; until: number },
): string | null {
  const holding = [...run.messages.values()].filter(
    ({ id, at }) => at < until * 1e6 && carried.get(id)?.includes(value),
  );
  const toReader = holding.filter(({ dest }) => dest === reader);
  for (const [, id] of text.matchAll(/Message (\d+) \([^)]*\) of n\d had brought it|in message (\d+) \(/g))
    if (id !== undefined && !holding.some((message) => message.id === Number(id))) return `message ${id}`;
  if (text.includes("No message between nodes ever held it") && holding.length > 0) return "none";
  if (text.includes("no other message to") && toReader.length > 1) return "no other";
  if (/no message to n\d ever held it/.test(text) && toReader.length > 0) return "none to the reader";
  return null;
}

describe.each(LANGUAGES)("%s", (_, language, place) => {
  test("no fact is false", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const gossip = gossipIn(language, seed);
        for (const explanation of explanationsOf(gossip)) expect(lieIn(gossip, explanation)).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  test("is understood: the places of the values are named", () => {
    const texts = explanationsOf(gossipIn(language, 1)).map(({ text }) => text);
    const places = texts.flatMap((text) =>
      [...text.matchAll(/essage \d+ \(([^)]*)\)/g)].map((match) => match[1]),
    );
    expect(places.length).toBeGreaterThan(50);
    for (const found of places) expect(found).toMatch(place);
  });
});

test.each(CIPHERS)("of messages with %s nothing is said", (_, language) => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const gossip = gossipIn(language, seed);
      for (const explanation of explanationsOf(gossip)) {
        expect(lieIn(gossip, explanation)).toBeNull();
        expect(explanation.text).not.toMatch(/brought|sent it|It reached|has the/);
      }
    }),
    { numRuns: 30 },
  );
});
