import {
  type Datum,
  EdnList,
  EdnSymbol,
  type ExactJson,
  Float,
  keyword,
  Tagged,
} from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { plainJson } from "./plain-json.ts";

test.each<[Datum, ExactJson]>([
  [keyword("G1c"), "G1c"],
  [new EdnSymbol("java.lang.Error"), "java.lang.Error"],
  [new EdnList([keyword("unseen")]), ["unseen"]],
  [new Set([1, 2]), [1, 2]],
  [new Float(1), new Float(1)],
  [0.5, 0.5],
  [Number.NaN, "NaN"],
  [9007199254740993n, 9007199254740993n],
  [new Tagged("jepsen.history.Op", { index: 3 }), { index: 3 }],
  [
    { "valid?": keyword("unknown"), "lost-count": 0, absent: undefined },
    { "valid?": "unknown", "lost-count": 0 },
  ],
  [
    new Map<Datum, Datum>([
      [0, 0],
      [0.95, 12],
      [new Float(1), 20],
    ]),
    { "0": 0, "0.95": 12, "1": 20 },
  ],
  [
    new Map<Datum, Datum>([
      [keyword("a"), 1],
      [[1, 2], 2],
    ]),
    { a: 1, "[1 2]": 2 },
  ],
])("%o", (datum, json) => {
  expect(plainJson(datum)).toStrictEqual(json);
});
