/** Arbitrary data, operations and events, for the property tests of this package. */
import fc from "fast-check";
import { type Datum, EdnList, EdnSymbol, Float, keyword, recordOf, Tagged } from "../src/datum.ts";
import type { ExactJson } from "../src/exact-json/exact-json.ts";
import type { Operation } from "../src/operation.ts";
import { DROP_REASONS, type NodeFault, type TraceEvent } from "../src/trace.ts";

const name: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[?!]?$/);

/** Strings that are hard on notations: quotes, line ends, halves of surrogate pairs, names of Object's prototype. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "$set", "\n", '"', "\\", "\t\r\b\f"),
);

/**
 * Keys of JSON objects. Node 26's own JSON.parse (V8 14.6) takes one escaped key for another, once it has seen objects of
 * one shape: `{" ":0,"\n":1}` can come back as `{" ":0,"\\":1}`. Node 20 does not, and no property of ours should find it.
 */
const key: fc.Arbitrary<string> = text.filter((name) => JSON.stringify(name) === `"${name}"`);

/** Beyond 2^53 an integer is a bigint; below it never is. */
const bigInteger: fc.Arbitrary<bigint> = fc
  .bigInt({ min: 2n ** 53n, max: 2n ** 70n })
  .chain((value) => fc.constantFrom(value, -value));

/** A number with a fraction, or none that is finite. */
const fraction: fc.Arbitrary<number> = fc.double().filter((value) => !Number.isInteger(value));

const whole: fc.Arbitrary<Float> = fc
  .oneof(fc.constantFrom(0, -0, 1e7, 1e22, -1e300), fc.integer())
  .map((value) => new Float(value));

/** Any datum; a map with only keywords as keys is a record, as reading gives it. */
export const datum: fc.Arbitrary<Datum> = fc.letrec<{ datum: Datum }>((tie) => ({
  datum: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    text,
    fraction,
    whole,
    bigInteger,
    name.map(keyword),
    name.map((symbol) => new EdnSymbol(`java.lang.${symbol}`)),
    fc.array(tie("datum"), { maxLength: 4 }),
    fc.array(tie("datum"), { maxLength: 4 }).map((items) => new EdnList(items)),
    fc.array(tie("datum"), { maxLength: 4 }).map((items) => new Set(items)),
    fc.array(fc.tuple(name, tie("datum")), { maxLength: 4 }).map(recordOf),
    fc.array(fc.tuple(text, tie("datum")), { minLength: 1, maxLength: 4 }).map((entries) => new Map(entries)),
    fc.tuple(name, tie("datum")).map(([tag, value]) => new Tagged(tag, value)),
  ),
})).datum;

/** Records with any text as a key, as a JSON body may have, which EDN cannot write as keywords. */
export const jsonDatum: fc.Arbitrary<Datum> = fc.oneof(datum, fc.dictionary(key, datum));

const time: fc.Arbitrary<number> = fc.nat();

/** A whole number that JavaScript prints without an exponent. */
const float: fc.Arbitrary<Float> = whole.filter(({ value }) => Math.abs(value) < 1e21);

/** JSON as the wire holds it. */
export const exactJson: fc.Arbitrary<ExactJson> = fc.letrec<{ json: ExactJson }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fraction.filter(Number.isFinite),
    bigInteger,
    float,
    text,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  ),
})).json;

export const operation: fc.Arbitrary<Operation> = fc.record(
  {
    index: fc.nat(),
    time,
    type: fc.constantFrom<Operation["type"]>("invoke", "ok", "fail", "info"),
    process: fc.oneof(fc.nat(), fc.constant<"nemesis">("nemesis")),
    f: name,
    value: datum,
    error: datum,
    exception: fc.record({ class: name, message: text }, { noNullPrototype: true }),
    final: fc.constant<true>(true),
    seekToBeginning: fc.constant<true>(true),
  },
  { requiredKeys: ["index", "time", "type", "process", "f", "value"], noNullPrototype: true },
);

const fault: fc.Arbitrary<NodeFault> = fc.oneof(
  fc.record({ fault: fc.constant<"not-json">("not-json"), line: text, reason: text }),
  fc.record({ fault: fc.constant<"malformed-message">("malformed-message"), line: text, reason: text }),
  fc.record({ fault: fc.constant<"unknown-address">("unknown-address"), line: text, address: text }),
  fc.record({
    fault: fc.constant<"late-reply">("late-reply"),
    line: text,
    client: name,
    request: fc.option(fc.nat()),
  }),
  fc.record({
    fault: fc.constant<"exited">("exited"),
    code: fc.option(fc.nat()),
    signal: fc.option(text),
    stdout: fc.array(text),
    stderr: fc.array(text),
  }),
  fc.record({ fault: fc.constant<"trailing-text">("trailing-text"), line: text, text }),
  fc.record({
    fault: fc.constant<"flood">("flood"),
    stream: fc.constantFrom<"stdout" | "stderr">("stdout", "stderr"),
    line: text,
    reason: text,
  }),
  fc.record({ fault: fc.constant<"repeated">("repeated"), of: name, count: fc.nat() }),
);

export const event: fc.Arbitrary<TraceEvent> = fc.oneof(
  fc.record(
    {
      kind: fc.constant<"op">("op"),
      at: time,
      op: operation,
      client: name,
      node: name,
      request: fc.nat(),
      reply: fc.nat(),
    },
    { requiredKeys: ["kind", "at", "op"] },
  ),
  fc.record({
    kind: fc.constant<"send">("send"),
    at: time,
    id: fc.nat(),
    src: name,
    dest: name,
    body: exactJson,
  }),
  fc.record({ kind: fc.constant<"recv">("recv"), at: time, id: fc.nat() }),
  fc.record({
    kind: fc.constant<"drop">("drop"),
    at: time,
    id: fc.nat(),
    reason: fc.constantFrom(...DROP_REASONS),
  }),
  fc.record({ kind: fc.constant<"log">("log"), at: time, node: name, line: text }),
  fc.record({ kind: fc.constant<"fault">("fault"), at: time, node: name, fault }),
);
