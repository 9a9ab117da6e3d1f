import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { event, jsonDatum } from "../../test/arbitraries.ts";
import { Float, keyword } from "../datum.ts";
import type { TraceEvent, TraceHeader } from "../trace.ts";
import { datumFromJson, datumToJson } from "./datum-json.ts";
import { readTraceLines } from "./read.ts";
import { traceHeaderLine, traceLine } from "./write.ts";

const HEADER: TraceHeader = {
  kind: "run",
  version: 1,
  workload: "echo",
  nodes: ["n0", "n1"],
  clock: "virtual",
  seed: 7,
  options: { rate: 5, latency: { mean: 0, dist: "constant" } },
};

describe("data in JSON", () => {
  test.each([
    [keyword("majority"), '{"$keyword":"majority"}'],
    [new Set(["n1", "n2"]), '{"$set":["n1","n2"]}'],
    [new Map([["7", [[0, 1]]]]), '{"$map":[["7",[[0,1]]]]}'],
    [9007199254740993n, '{"$integer":"9007199254740993"}'],
    [{ type: "echo_ok", echo: "hi", in_reply_to: 1 }, '{"echo":"hi","in_reply_to":1,"type":"echo_ok"}'],
    [{ $set: [1] }, '{"$record":{"$set":[1]}}'],
  ])("%o is %s", (datum, json) => {
    expect(JSON.stringify(datumToJson(datum))).toBe(json);
  });

  test("gives back every datum", () => {
    fc.assert(
      fc.property(jsonDatum, (datum) => {
        const text = JSON.stringify(datumToJson(datum));
        // By entries: a record from fast-check and one from JSON may differ in their prototypes alone.
        expect(datumFromJson(JSON.parse(text))).toEqual(datum);
        expect(JSON.stringify(datumToJson(datumFromJson(JSON.parse(text))))).toBe(text);
      }),
    );
  });

  test.each([{ $set: 1 }, { $integer: "1.5" }, { $map: [[1]] }, { $tagged: ["inst"] }, { $nonsense: 1 }])(
    "rejects %j, which it never writes",
    (json) => {
      expect(() => datumFromJson(json)).toThrow();
    },
  );
});

describe("a trace", () => {
  test("is one line for the run, then one for each event, keys in one order", () => {
    const events: readonly TraceEvent[] = [
      {
        at: 5,
        kind: "send",
        id: 3,
        dest: "n0",
        src: "c4",
        body: { msg_id: 1, echo: [9007199254740993n, new Float(1)], type: "echo" },
      },
      { kind: "recv", id: 3, at: 6 },
      {
        kind: "op",
        op: { index: 0, time: 5, type: "invoke", process: 0, f: "echo", value: "hi" },
        at: 5,
        request: 3,
        client: "c4",
      },
      { kind: "drop", at: 7, id: 4, reason: "partition" },
      { kind: "log", at: 8, node: "n0", line: "ready" },
      { kind: "fault", at: 9, node: "n0", fault: { reason: "no", line: "x", fault: "not-json" } },
    ];
    expect([traceHeaderLine(HEADER), ...events.map(traceLine)]).toStrictEqual([
      '{"kind":"run","version":1,"workload":"echo","nodes":["n0","n1"],"clock":"virtual","seed":7,"options":{"latency":{"dist":"constant","mean":0},"rate":5}}',
      '{"kind":"send","at":5,"id":3,"src":"c4","dest":"n0","body":{"type":"echo","msg_id":1,"echo":[9007199254740993,1.0]}}',
      '{"kind":"recv","at":6,"id":3}',
      '{"kind":"op","at":5,"client":"c4","request":3,"op":{"index":0,"time":5,"type":"invoke","process":0,"f":"echo","value":"hi"}}',
      '{"kind":"drop","at":7,"id":4,"reason":"partition"}',
      '{"kind":"log","at":8,"node":"n0","line":"ready"}',
      '{"kind":"fault","at":9,"node":"n0","fault":{"fault":"not-json","line":"x","reason":"no"}}',
    ]);
  });

  test("gives back every event", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const trace = readTraceLines([traceHeaderLine(HEADER), ...events.map(traceLine), ""]);
        expect(trace).toEqual({ header: HEADER, events });
      }),
    );
  });

  test("has the same bytes for the same event, however it was put together", () => {
    fc.assert(
      fc.property(event, (made) => {
        expect(traceLine(backwards(made))).toBe(traceLine(made));
      }),
    );
  });

  test.each([
    [["nonsense"], "trace, line 1: this is not JSON: nonsense"],
    [[], "trace, line 1: there is no header"],
    [['{"kind":"recv","at":1,"id":1}'], "trace, line 1: the first line should be the header"],
    [[traceHeaderLine(HEADER), '{"kind":"recv","at":1}'], "trace, line 2: id should be a number"],
    [
      [traceHeaderLine(HEADER), '{"kind":"sent","at":1}'],
      'trace, line 2: there is no event of the kind "sent"',
    ],
    [
      [traceHeaderLine(HEADER), '{"kind":"drop","at":1,"id":1,"reason":"rust"}'],
      "trace, line 2: reason should be one of partition, one-way, loss, down",
    ],
    [
      [traceHeaderLine(HEADER), '{"kind":"fault","at":1,"node":"n0","fault":{"fault":"lazy"}}'],
      'trace, line 2: there is no fault of the kind "lazy"',
    ],
  ])("that holds %j is rejected with the line and the reason", (lines, message) => {
    expect(() => readTraceLines(lines)).toThrow(message);
  });
});

/** The same event with the keys of every plain object in reverse. */
function backwards<T>(value: T): T;
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, entry]) => [key, backwards(entry)]),
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
