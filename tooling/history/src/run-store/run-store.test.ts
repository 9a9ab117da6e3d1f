import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EdnList, keyword } from "../datum.ts";
import type { Operation } from "../operation.ts";
import type { TraceEvent, TraceHeader } from "../trace.ts";
import { readHistory, readResults, readTrace } from "./read-store.ts";
import { createRunStore, type RunDescription } from "./run-store.ts";
import { StoreError } from "./store-error.ts";

const HEADER: TraceHeader = {
  kind: "run",
  version: 1,
  workload: "echo",
  nodes: ["n0", "../n1"],
  clock: "virtual",
  seed: 7,
  options: {},
};
const DESCRIPTION: RunDescription = {
  header: HEADER,
  startedAt: new Date("2026-01-02T03:04:05.678Z"),
  run: { startedAt: "2026-01-02T03:04:05.678Z", command: ["glomers", "test"] },
};
const INVOKED: Operation = { index: 0, time: 10, type: "invoke", process: 0, f: "echo", value: "hi" };
const ECHOED: Operation = {
  ...INVOKED,
  index: 1,
  time: 20,
  type: "ok",
  value: { type: "echo_ok", echo: "hi", in_reply_to: 1 },
};
const EVENTS: readonly TraceEvent[] = [
  { kind: "op", at: 10, op: INVOKED, client: "c1", node: "n0", request: 0 },
  { kind: "send", at: 10, id: 0, src: "c1", dest: "n0", body: { type: "echo", echo: "hi", msg_id: 1 } },
  { kind: "log", at: 15, node: "n0", line: "got an echo" },
  { kind: "log", at: 16, node: "../n1", line: "nothing to do" },
  { kind: "op", at: 20, op: ECHOED, client: "c1", node: "n0", request: 0, reply: 1 },
];

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glomers-store-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function contents(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("the store of a run", () => {
  test("has Maelstrom's layout, and what was written is read again", () => {
    const store = createRunStore(root, DESCRIPTION);
    for (const event of EVENTS) store.write(event);
    store.finish({ workload: { "valid?": true, errors: new EdnList([]) }, "valid?": keyword("unknown") });

    expect(store.directory).toBe(join(root, "echo", "20260102T030405.678Z"));
    expect(readdirSync(store.directory).sort()).toStrictEqual([
      "history.edn",
      "history.txt",
      "node-logs",
      "results.edn",
      "run.json",
      "trace.jsonl",
    ]);
    expect(contents("latest/history.edn")).toBe(
      '{:index 0, :time 10, :type :invoke, :process 0, :f :echo, :value "hi"}\n' +
        '{:index 1, :time 20, :type :ok, :process 0, :f :echo, :value {:type "echo_ok", :echo "hi", :in_reply_to 1}}\n',
    );
    expect(contents("latest/history.txt")).toBe(
      '0\t:invoke\t:echo\t"hi"\n0\t:ok\t:echo\t{:type "echo_ok", :echo "hi", :in_reply_to 1}\n',
    );
    expect(contents("latest/results.edn")).toBe("{:workload {:valid? true, :errors ()}, :valid? :unknown}\n");
    expect(contents("latest/node-logs/n0.log")).toBe("got an echo\n");
    expect(JSON.parse(contents("latest/run.json"))).toStrictEqual(DESCRIPTION.run);
    expect(readHistory(store.directory)).toStrictEqual([INVOKED, ECHOED]);
    expect(readResults(store.directory)["valid?"]).toStrictEqual(keyword("unknown"));
    expect(readTrace(store.directory)).toStrictEqual({ header: HEADER, events: EVENTS });
  });

  test("keeps the log of a node with an odd name within its folder", () => {
    const store = createRunStore(root, DESCRIPTION);
    for (const event of EVENTS) store.write(event);
    store.close();
    expect(readdirSync(join(store.directory, "node-logs")).sort()).toStrictEqual([".._n1.log", "n0.log"]);
  });

  test("is current from its beginning and the latest from its end, by links that a move of the store survives", () => {
    const first = createRunStore(root, DESCRIPTION);
    first.close();
    const second = createRunStore(root, { ...DESCRIPTION, startedAt: new Date("2027-01-01T00:00:00Z") });
    expect(readlinkSync(join(root, "current"))).toBe("echo/20270101T000000.000Z");
    expect(readlinkSync(join(root, "latest"))).toBe("echo/20260102T030405.678Z");
    second.close();
    expect(readlinkSync(join(root, "latest"))).toBe("echo/20270101T000000.000Z");
    expect(readlinkSync(join(root, "echo", "latest"))).toBe("20270101T000000.000Z");
  });

  test("has a folder of its own also if another run began in the same millisecond", () => {
    const stores = [1, 2, 3].map(() => createRunStore(root, DESCRIPTION));
    for (const store of stores) store.close();
    expect(readdirSync(join(root, "echo")).sort()).toStrictEqual([
      "20260102T030405.678Z",
      "20260102T030405.678Z-2",
      "20260102T030405.678Z-3",
      "latest",
    ]);
  });

  test("has no results if it was closed without", () => {
    const store = createRunStore(root, DESCRIPTION);
    store.close();
    store.close();
    expect(() => readResults(store.directory)).toThrow(
      /results\.edn cannot be read.*name the folder of a finished run/,
    );
  });

  test("cannot be written once it is closed", () => {
    const store = createRunStore(root, DESCRIPTION);
    store.close();
    expect(() => store.write({ kind: "recv", at: 1, id: 1 })).toThrow("is closed");
  });

  test("that cannot be made says where and what to do", () => {
    const file = join(root, "file");
    writeFileSync(file, "");
    expect(() => createRunStore(file, DESCRIPTION)).toThrow(StoreError);
    expect(() => createRunStore(file, DESCRIPTION)).toThrow(
      /^store: .*file.*; choose a folder that can be written to$/,
    );
  });

  test("of more nodes than files may be open says so, and not that the folder is to blame", () => {
    const program = join(import.meta.dirname, "../../test/fixtures/crowded-run.mjs");
    const command = `ulimit -n 256 && exec "${process.execPath}" "${program}" "${root}" 300`;
    const { stderr } = spawnSync("/bin/sh", ["-c", command], { encoding: "utf8" });
    expect(stderr).toMatch(/n\d+\.log cannot be created: EMFILE.*no more than 256 files open.*fewer nodes/);
    expect(stderr).not.toContain("folder");
  });

  test("says what stands in the place of a link", () => {
    mkdirSync(join(root, "current", "something"), { recursive: true });
    expect(() => createRunStore(root, DESCRIPTION)).toThrow(
      /the link .*current cannot be set: .*; remove what stands in its place/,
    );
  });

  test("with a line cut off says which", () => {
    const store = createRunStore(root, DESCRIPTION);
    for (const event of EVENTS) store.write(event);
    store.close();
    const path = join(store.directory, "history.edn");
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -10));
    expect(() => readHistory(store.directory)).toThrow(/history\.edn, line 2, column \d+ is no operation: /);
  });
});

describe("the store of a run that ends early", () => {
  const program = join(import.meta.dirname, "../../test/fixtures/interrupted-run.mjs");

  test("holds every operation if the workbench crashed", () => {
    const { stderr } = spawnSync(process.execPath, [program, root, "2000", "crash"], { encoding: "utf8" });
    expect(stderr).toContain("a crash of the workbench");
    expect(readHistory(join(root, "current"))).toHaveLength(2000);
    expect(contents("current/history.txt").split("\n")).toHaveLength(2001);
    expect(readTrace(join(root, "current")).events).toHaveLength(2000);
  });

  test("holds whole lines up to the last turn of the event loop if it was killed", async () => {
    const run = spawn(process.execPath, [program, root, "5", "wait"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(run.stdout, "data");
    run.kill("SIGKILL");
    await once(run, "exit");
    expect(readHistory(join(root, "current"))).toHaveLength(5);
    expect(readTrace(join(root, "current")).events).toHaveLength(5);
  });
});
