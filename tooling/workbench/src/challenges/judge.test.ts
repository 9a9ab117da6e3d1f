import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FigureName, figuresOf, type MeasureName } from "./figures.ts";
import { demandText, judge } from "./judge.ts";
import { type Row, table } from "./table.ts";

function row(id: string): Row {
  const found = table.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

describe("a run of row 3d", () => {
  const good: [FigureName, number][] = [
    ["msgs/op", 1.04],
    ["median latency", 285],
    ["max latency", 529],
  ];

  it("passes within every limit and bar", () => {
    expect(judge(row("3d"), true, new Map(good))).toMatchObject({ passed: true, shortfalls: [] });
  });

  it.each<[name: FigureName, value: number, shortfall: string]>([
    ["msgs/op", 1.2, "msgs/op ≤ 1.1, not 1.2"],
    ["median latency", 400, "median latency < 400 ms, not 400 ms"],
    ["max latency", 600.5, "max latency < 600 ms, not 600.5 ms"],
  ])("falls short with %s %d", (name, value, shortfall) => {
    expect(judge(row("3d"), true, new Map([...good, [name, value]]))).toMatchObject({
      passed: false,
      shortfalls: [shortfall],
    });
  });

  it("does not pass because nobody measured it", () => {
    expect(judge(row("3d"), true, new Map(good.slice(1))).shortfalls).toContain("msgs/op not measured");
  });

  it("does not pass if it is invalid or unknown, whatever its figures", () => {
    expect(judge(row("3d"), false, new Map(good)).shortfalls).toEqual(["invalid"]);
    expect(judge(row("3d"), "unknown", new Map(good)).shortfalls).toEqual(["validity unknown"]);
  });
});

describe("a busy machine may account for", () => {
  const good = new Map<MeasureName, number>([
    ["msgs/op", 1.04],
    ["median latency", 285],
    ["max latency", 529],
  ]);

  it.each<[what: string, isExcusable: boolean, changes: readonly [MeasureName, number][]]>([
    ["nothing where nothing is missing", false, []],
    ["late values, however late", true, [["max latency", 9000]]],
    ["a few messages that were sent again", true, [["msgs/op", 2.2]]],
    ["no more messages than that, which are the nodes' own doing", false, [["msgs/op", 2.3]]],
    [
      "no late values beside so many messages: they are what makes the machine busy",
      false,
      [
        ["max latency", 9000],
        ["msgs/op", 35],
      ],
    ],
  ])("%s", (_, isExcusable, changes) => {
    expect(judge(row("3d"), true, new Map([...good, ...changes]))).toMatchObject({ isExcusable });
  });

  it("no history that is invalid or unknown, and no measure that is missing", () => {
    const late = new Map(good).set("max latency", 9000);
    expect(judge(row("3d"), false, late).isExcusable).toBe(false);
    expect(judge(row("3d"), "unknown", late).isExcusable).toBe(false);
    expect(judge(row("3d"), true, new Map([["max latency", 9000]])).isExcusable).toBe(false);
  });

  it.each<[id: string, name: MeasureName]>([
    ["2", "server messages"],
    ["4", "unstored adds"],
    ["5c+f", "failed sends while cut"],
    ["6c", "anomalies vs. causal"],
  ])("no %s: %s, which is a count of broken promises", (id, name) => {
    const others: [MeasureName, number][] = [["msgs/op", 0.01]];
    expect(judge(row(id), true, new Map([...others, [name, 1]]))).toMatchObject({
      passed: false,
      isExcusable: false,
    });
  });
});

it("better figures never turn a pass into a failure", () => {
  const figures = fc.record({
    msgs: fc.float({ min: 0, max: 40, noNaN: true }),
    less: fc.float({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...table), figures, (any, { msgs, less }) => {
      const at = (value: number) =>
        judge(
          any,
          true,
          new Map<MeasureName, number>([
            ["msgs/op", value],
            ["server messages", value],
            ["median latency", value],
            ["max latency", value],
            ["worst lag", value],
            ["median side latency", value],
            ["max side latency", value],
            ["unstored adds", value],
            ["failed sends while cut", value],
            ["anomalies vs. causal", value],
          ]),
        );
      return !at(msgs).passed || at(msgs * less).passed;
    }),
  );
});

describe("what a run cannot show", () => {
  it("is not judged, and no shortfall", () => {
    const measures = new Map<MeasureName, number | null>([["failed sends while cut", null]]);
    expect(judge(row("5c+f"), true, measures)).toEqual({
      passed: true,
      shortfalls: [],
      isExcusable: false,
      unjudged: ["sends keep succeeding on both sides: no occasion in this run"],
    });
    expect(judge(row("3d"), true, new Map()).unjudged).toEqual([
      "acknowledgement and repair are on: shown by the package's tests",
    ]);
  });

  it("is a comparison with a row that was not run", () => {
    const measures = new Map<MeasureName, number>([
      ["msgs/op", 0.05],
      ["worst lag", 0.1],
    ]);
    const unjudged = (other?: (id: string) => ReadonlyMap<MeasureName, number> | string) =>
      judge(row("5c"), true, measures, other);
    expect(unjudged().unjudged).toEqual(["more efficient than 5b: row 5b was not run"]);
    expect(unjudged(() => new Map([["msgs/op", 0.9]]))).toMatchObject({ passed: true, unjudged: [] });
    expect(unjudged(() => new Map([["msgs/op", 0.05]])).shortfalls).toEqual([
      "more efficient than 5b, msgs/op 0.05 against 0.05",
    ]);
  });
});

describe("the table", () => {
  it("has every row once", () => {
    expect(table.map(({ id }) => id)).toEqual(
      "1 2 3a 3b 3c 3d 3e 3d+f 3e+f 4 5a 5b 5c 5c+f 6a 6b 6c".split(" "),
    );
  });

  it("says its limits as the challenge pages do", () => {
    expect(row("3e").limit?.map(demandText)).toEqual([
      "msgs/op < 20",
      "median latency < 1000 ms",
      "max latency < 2000 ms",
    ]);
  });
});

it("figures are found where Maelstrom's results have them", () => {
  const figures = figuresOf({
    availability: { "valid?": true, "ok-fraction": 1 },
    net: { servers: { "msg-count": 30, "msgs-per-op": 0.5 } },
    workload: {
      "stable-latencies": new Map([
        [0, 1],
        [0.5, 285],
        [1, 529],
      ]),
      "worst-realtime-lag": { lag: 0.1 },
    },
    "valid?": true,
  });
  expect(Object.fromEntries(figures)).toEqual({
    "msgs/op": 0.5,
    "server messages": 30,
    availability: 1,
    "median latency": 285,
    "max latency": 529,
    "worst lag": 0.1,
  });
});
