import type { Operation, StoredRun, TraceHeader } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { circumstancesOf } from "./circumstances.ts";
import { type CheckSettings, readSettings } from "./settings.ts";

const echo: Operation = { index: 0, time: 0, type: "invoke", process: 0, f: "echo", value: "a" };

const bare: StoredRun = {
  directory: "/runs/1",
  history: [echo],
  timed: true,
  results: null,
  trace: null,
  journal: null,
  arguments: null,
  nodeLogs: new Map(),
};

const nothing: CheckSettings = {
  workload: null,
  consistencyModels: null,
  availability: null,
  maelstromCompat: false,
};

const header: TraceHeader = {
  kind: "run",
  version: 1,
  workload: "txn-rw-register",
  nodes: ["n0"],
  clock: "virtual",
  seed: 1,
  options: { availability: "total", "consistency-models": ["read-committed"], "maelstrom-compat": false },
};

describe("the workload", () => {
  test.each<[string, string, Partial<StoredRun>, Partial<CheckSettings>]>([
    ["the command line", "kafka", { arguments: ["-w", "g-set"] }, { workload: "kafka" }],
    ["our own trace", "txn-rw-register", { trace: { header, events: [] } }, {}],
    ["the arguments", "g-set", { arguments: ["--rate", "5", "--workload=g-set", "--", "-w", "kafka"] }, {}],
    ["Maelstrom's default among arguments", "lin-kv", { arguments: ["--rate", "5"] }, {}],
    ["the folder above", "pn-counter", { directory: "/store/pn-counter/20260101T000000.000Z" }, {}],
    ["the history", "echo", {}, {}],
  ])("is told by %s", (_, workload, run, given) => {
    expect(circumstancesOf({ ...bare, ...run }, { ...nothing, ...given }).workload).toBe(workload);
  });

  test("is asked for where nothing tells it", () => {
    expect(() => circumstancesOf({ ...bare, history: [] }, nothing)).toThrow(
      /^\/runs\/1: nothing here tells which workload this is: say it with -w, one of broadcast, /,
    );
  });
});

describe("the options", () => {
  const transactions = { directory: "/store/txn-rw-register/1" };

  test("of our own run are those of its trace", () => {
    expect(circumstancesOf({ ...bare, trace: { header, events: [] } }, nothing)).toStrictEqual({
      workload: "txn-rw-register",
      consistencyModels: ["read-committed"],
      availability: "total",
      maelstromCompat: false,
      assumed: [],
    });
  });

  test("of a run of Maelstrom's are its arguments, and it is judged as Maelstrom does", () => {
    const argv = [
      "-w",
      "txn-rw-register",
      "--consistency-models",
      "read-uncommitted",
      "--availability",
      "0.9",
    ];
    expect(circumstancesOf({ ...bare, arguments: argv }, nothing)).toMatchObject({
      consistencyModels: ["read-uncommitted"],
      availability: 0.9,
      maelstromCompat: true,
      assumed: [],
    });
  });

  test("that are typed come first", () => {
    const run = { ...bare, trace: { header, events: [] } };
    const given = {
      ...nothing,
      availability: 0.5,
      consistencyModels: ["serializable"],
      maelstromCompat: true,
    };
    expect(circumstancesOf(run, given)).toMatchObject({
      availability: 0.5,
      consistencyModels: ["serializable"],
      maelstromCompat: true,
    });
  });

  test("that the verdict hangs on and nothing tells are assumed aloud", () => {
    const { consistencyModels, assumed } = circumstancesOf({ ...bare, ...transactions }, nothing);
    expect(consistencyModels).toStrictEqual(["strict-serializable"]);
    expect(assumed.join()).toMatch(/Say others with --consistency-models/);
  });

  test("of which the stored verdict shows that there was one", () => {
    const results = { availability: { "valid?": false } };
    const { availability, assumed } = circumstancesOf({ ...bare, results }, nothing);
    expect(availability).toBe("total");
    expect(assumed.join()).toMatch(/judged by --availability total/);
  });
});

test("stored arguments that are no settings count as absent, and of several the last counts", () => {
  expect(readSettings(["-w", "nosuch", "--availability", "2", "--consistency-models"])).toStrictEqual({
    workload: "lin-kv",
    consistencyModels: null,
    availability: null,
    maelstromCompat: false,
  });
  expect(readSettings(["-w", "echo", "-w", "kafka"]).workload).toBe("kafka");
  expect(readSettings(["-w", "echo", "-wkafka"]).workload).toBe("kafka");
});
