import type { SendEvent } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { type Place, Places, wayTo } from "./places.ts";

function message(body: SendEvent["body"]): SendEvent {
  return { kind: "send", at: 0, id: 0, src: "n1", dest: "n2", body };
}

/** The numbers of bodies by where they are: one list for each place, in the order in which places came up. */
function numbersOf(...bodies: readonly SendEvent["body"][]): readonly (readonly number[])[] {
  const places = new Places();
  const found = new Map<Place, number[]>();
  for (const body of bodies)
    places.look(message(body), (number, place) => {
      found.set(place, [...(found.get(place) ?? []), number]);
    });
  return [...found.values()];
}

describe("what is at one place", () => {
  test.each<readonly [string, readonly SendEvent["body"][], readonly (readonly number[])[]]>([
    ["the items of a list", [{ m: [1, 5] }, { m: [2] }], [[1, 5, 2]]],
    [
      "a field of each type",
      [
        { type: "a", n: 1 },
        { type: "b", n: 2 },
        { type: "a", n: 3 },
      ],
      [[1, 3], [2]],
    ],
    ["no number of the envelope", [{ type: "a", msg_id: 1, in_reply_to: 2, n: 3 }], [[3]]],
    [
      "a position of a tuple",
      [{ runs: [["n2:1", 8, [5, 6]]] }, { runs: [["n1:1", 9, [7]]] }],
      [
        [8, 9],
        [5, 6, 7],
      ],
    ],
    [
      "a position of a tuple of texts and numbers",
      [{ entry: ["n1", 8, 17] }, { entry: ["n2", 9, 23] }],
      [
        [8, 9],
        [17, 23],
      ],
    ],
    [
      "a position of rows of numbers",
      [
        {
          log: [
            [0, 17],
            [1, 23],
          ],
        },
      ],
      [
        [0, 1],
        [17, 23],
      ],
    ],
    ["the items of lists of several lengths", [{ log: [[0, 17], [1]] }], [[0, 17, 1]]],
    ["fields with a digit", [{ gossip: { n1: [5], n2: [7] } }, { gossip: { n3: [8] } }], [[5, 7, 8]]],
    [
      "names that are numbers, and what is under them",
      [{ seen: { 5: 1, 7: 2 } }],
      [
        [5, 7],
        [1, 2],
      ],
    ],
    ["texts that are numbers", [{ m: ["5", "-3", "0"] }], [[5, -3, 0]]],
    ["no texts that only begin with digits", [{ m: ["5a", "07", "1.5", "", "9007199254740993"] }], []],
    ["nothing in what is no object", [[1], 2, null], []],
  ])("%s", (_, bodies, expected) => {
    expect(numbersOf(...bodies)).toStrictEqual(expected);
  });

  test("integers that no double holds, which are no number of ours", () => {
    expect(numbersOf({ n: 9007199254740993n })).toStrictEqual([[Number.NaN]]);
  });
});

test.each<readonly [SendEvent["body"], string]>([
  [{ type: "gossip", runs: [["n2:1", 8, [3, 5]]] }, ".runs[0][2][1]"],
  [{ gossip: { "n1:life": [5] } }, '.gossip["n1:life"][0]'],
  [{ acks: { 3: ["n1"], 5: ["n2"] } }, "a name in .acks"],
])("tells the way to 5 in %j", (body, expected) => {
  const places = new Places();
  const at: Place[] = [];
  places.look(message(body), (number, place) => {
    if (number === 5) at.push(place);
  });
  expect(at.map((place) => wayTo(places, message(body), 5, place))).toStrictEqual([expected]);
});
