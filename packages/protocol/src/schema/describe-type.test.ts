import { expect, test } from "vitest";
import { describeType } from "../../scripts/describe-type.ts";
import {
  anything,
  boolean,
  either,
  integer,
  type JsonSchema,
  list,
  listOrNull,
  literal,
  map,
  string,
  tuple,
} from "./json-schema.ts";

const cases: readonly (readonly [string, JsonSchema])[] = [
  ["any", anything("")],
  ["integer", integer("")],
  ["boolean", boolean("")],
  ['`"r"`', literal("r", "")],
  ["`null`", literal(null, "")],
  ["list of string", list(string(""), "")],
  ["list of any or null", listOrNull(anything(""), "")],
  ["[integer, any]", tuple([integer(""), anything("")], "")],
  ["object of integer", map(integer(""), "")],
  [
    "object of (list of [integer, any] or null)",
    map(listOrNull(tuple([integer(""), anything("")], ""), ""), ""),
  ],
  ["list of (string or integer)", list(either([string(""), integer("")], ""), "")],
];

test.each(cases)("%s", (words, schema) => {
  expect(describeType(schema)).toBe(words);
});
