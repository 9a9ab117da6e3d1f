import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CheckOptions } from "../check/check-options.ts";
import { exitCode } from "../cli/exit-code.ts";
import { recordedOutput } from "../cli/recorded-output.fixture.ts";
import { checkCommand } from "./check.ts";

const SAMPLE = join(import.meta.dirname, "../../test/corpus");
const MODELS = { consistencyModels: ["read-uncommitted"], availability: "total" } as const;

let store = "";
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), "glomers-check-"));
});
afterEach(() => rmSync(store, { recursive: true }));

/** Checks folders, named from the sample, or from the temporary store if they are there. */
function check(
  directories: readonly string[],
  settings: Partial<CheckOptions["settings"]> = {},
  json = false,
  directory = SAMPLE,
) {
  const output = recordedOutput();
  const given = { workload: null, consistencyModels: null, availability: null, maelstromCompat: false };
  const code = checkCommand(
    { directories, settings: { ...given, ...settings }, json },
    { output, directory },
  );
  return { code, out: output.printed.join("\n"), err: output.complaints.join("\n") };
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(store, file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("one run", () => {
  test("that Maelstrom judged rightly", () => {
    const { code, out } = check(["echo/015"]);
    expect(code).toBe(exitCode.invalid);
    expect(out).toMatch(/^INVALID {2}echo in echo\/015: 1 error\.\n\nerror {4}.*was refused/);
    expect(out).toMatch(/\n\nStored {3}INVALID: the same verdict and the same figures$/);
  });

  test("whose stored verdict somebody changed", () => {
    cpSync(join(SAMPLE, "echo/015"), join(store, "run"), { recursive: true });
    edit("run/results.edn", (text) => text.replace(":ok-count 8", ":ok-count 9"));
    expect(check(["run"], {}, false, store).out).toMatch(
      /\nStored {3}INVALID: differs in 1 field\n {9}stats\.ok-count: ours 8, stored 9$/,
    );
  });

  const start =
    "2026-01-01 00:00:00,000{GMT}\tINFO\t[jepsen test runner] jepsen.core: Relative time begins now\n";

  test.each(["echo/012", "lin-kv/016"])(
    "%s whose log tells of a node that was muted, with a journal or without",
    (run) => {
      cpSync(join(SAMPLE, run), join(store, "run"), { recursive: true });
      writeFileSync(
        join(store, "run/jepsen.log"),
        `${start}2026-01-01 00:00:01,250{GMT}\tWARN\t[n0 stdout] maelstrom.process: Error!\nclojure.lang.ExceptionInfo: Node n0 printed a line to STDOUT which was not well-formed JSON:\nhello\nDid you mean to encode this line as JSON?\n`,
      );
      const workload = run === "echo/012" ? "echo" : "lin-kv";
      const { code, out } = check(["run"], { workload }, false, store);
      expect(code).toBe(check([run], { workload }).code);
      expect(out).toContain("warning  n0 printed a line to stdout at 1.250 s that is not JSON");
      expect(out).toContain("the same verdict and the same figures");
    },
  );

  test("that crashed is judged, and ends with 255", () => {
    cpSync(join(SAMPLE, "defects/echo--exits-3"), join(store, "run"), { recursive: true });
    writeFileSync(
      join(store, "run/jepsen.log"),
      `${start}2026-01-01 00:00:09,000{GMT}\tWARN\t[jepsen test runner] jepsen.core: Test crashed!\nclojure.lang.ExceptionInfo: Node n1 crashed with exit status 3. Before crashing, it wrote to STDOUT:\n\n{}\n\nAnd to STDERR:\n\nbye\n\nFull STDERR logs are available in x\n`,
    );
    const { code, out } = check(["run"], {}, false, store);
    expect(code).toBe(exitCode.crashed);
    expect(out).toMatch(/^UNKNOWN {2}echo in run: /);
    expect(out).toMatch(
      /error {4}Maelstrom crashed and judged nothing, because n1 had exited by itself, with status 3/,
    );
    expect(out).toContain("stderr: bye");
    expect(out).toMatch(/Stored {3}no verdict: there is no results.edn, as Maelstrom crashed/);
  });

  describe("of ours that did not come to its end", () => {
    const header = {
      kind: "run",
      version: 1,
      workload: "echo",
      nodes: ["n0"],
      clock: "wall",
      seed: 1,
      options: {},
    };
    const op = { index: 0, time: 10, process: 0, f: "echo", value: "hi" };
    const events = [
      { kind: "op", at: 10, op: { ...op, type: "invoke" }, client: "c1", node: "n0", request: 0 },
      {
        kind: "op",
        at: 20,
        op: { ...op, index: 1, time: 20, type: "ok", value: { type: "echo_ok", echo: "hi", in_reply_to: 1 } },
        client: "c1",
        node: "n0",
        request: 0,
        reply: 1,
      },
    ];

    /** @param results - null if it was killed before there were any */
    function keep(results: string | null): void {
      mkdirSync(join(store, "echo/run"), { recursive: true });
      const lines = [header, ...events].map((line) => `${JSON.stringify(line)}\n`);
      writeFileSync(join(store, "echo/run/trace.jsonl"), lines.join(""));
      if (results !== null) writeFileSync(join(store, "echo/run/results.edn"), results);
    }

    test("as it was interrupted", () => {
      keep(
        '{:stats {:valid? true, :count 1, :ok-count 1, :fail-count 0, :info-count 0, :by-f {:echo {:valid? true, :count 1, :ok-count 1, :fail-count 0, :info-count 0}}}, :interrupted "interrupted by SIGINT (Ctrl-C)", :valid? :unknown}',
      );
      const { code, out } = check(["echo/run"], {}, false, store);
      expect(code).toBe(exitCode.unknown);
      expect(out).toMatch(
        /^UNKNOWN {2}echo in echo\/run: 1 warning\.\n\nwarning {2}The run was interrupted by SIGINT/,
      );
      expect(out).toMatch(
        /\nStored {3}UNKNOWN: no verdict that ours could agree with, as it was interrupted by SIGINT \(Ctrl-C\)$/,
      );
      expect(JSON.parse(check(["echo/run"], {}, true, store).out)).toMatchObject({
        valid: "unknown",
        agrees: null,
      });
      expect(check(["echo", "echo"], {}, false, store).out).toMatch(
        /│ UNKNOWN │ UNKNOWN │ – +│[\s\S]*\n0 of 0 stored verdicts agree with ours\. 2 runs did not come to an end\.$/,
      );
    });

    test("as the test crashed, with the cause that is stored", () => {
      keep('{:error "n0 did not answer init within 10 s\\nIt wrote nothing to stderr.", :valid? :unknown}');
      const { code, out } = check(["echo/run"], {}, false, store);
      expect(code).toBe(exitCode.crashed);
      expect(out).toMatch(
        /^UNKNOWN {2}echo in echo\/run: 1 error\.\n\nerror {4}The test crashed, so that its verdict is open: n0 did not answer init within 10 s\n {11}It wrote nothing to stderr\.\n/,
      );
      expect(out).toMatch(/\nStored {3}UNKNOWN: no verdict that ours could agree with, as the test crashed$/);
    });

    test("as it was killed", () => {
      keep(null);
      const { code, out } = check(["echo/run"], {}, false, store);
      expect(code).toBe(exitCode.unknown);
      expect(out).toMatch(
        /^UNKNOWN .*\n\nwarning {2}The run has not come to its end: there is no results\.edn/,
      );
    });

    test("is found wanting where what is stored contradicts what had happened until then", () => {
      keep(
        '{:availability {:valid? true, :ok-fraction 0.5}, :interrupted "interrupted by SIGTERM", :valid? :unknown}',
      );
      const { out } = check(["echo/run"], {}, true, store);
      expect(JSON.parse(out)).toMatchObject({ valid: "unknown", agrees: false });
    });
  });

  test("whose partitions never came is warned of", () => {
    cpSync(join(SAMPLE, "unique-ids/004"), join(store, "run"), { recursive: true });
    edit("run/history.edn", (text) =>
      text
        .split("\n")
        .filter((line) => !line.includes("partition"))
        .join("\n"),
    );
    writeFileSync(
      join(store, "run/meta.json"),
      '{"arguments":["test","-w","unique-ids","--nemesis","partition"]}',
    );
    expect(check(["run"], {}, false, store).out).toContain(
      "Partitions were asked for, and the history has none. Maelstrom makes the first as soon as operations begin",
    );
    expect(check(["unique-ids/004"]).out).not.toContain("Partitions were asked for");
  });

  test("that is not valid shows how each node's stderr ends", () => {
    cpSync(join(SAMPLE, "echo/015"), join(store, "run"), { recursive: true });
    mkdirSync(join(store, "run/node-logs"));
    writeFileSync(join(store, "run/node-logs/n0.log"), "starting\nno space left\u0007\n\n");
    const { out } = check(["run"], {}, false, store);
    expect(out).toMatch("\n\nStderr   n0, the last of 3 lines: no space left\\u0007\n\nStored");
  });

  test("as JSON has exactly what was promised", () => {
    const { code, out } = check(["txn-rw-register/001"], MODELS, true);
    expect(code).toBe(exitCode.invalid);
    expect(JSON.parse(out)).toStrictEqual({
      valid: false,
      workload: {
        "valid?": false,
        "anomaly-types": ["empty-transaction-graph"],
        anomalies: { "empty-transaction-graph": true },
        not: [],
        "also-not": [],
      },
      findings: expect.arrayContaining([expect.objectContaining({ severity: "error" })]),
      agrees: true,
      differences: [],
    });
  });

  test("without a stored verdict agrees with none", () => {
    const { code, out } = check(["defects/echo--exits-3"], {}, true);
    expect(code).toBe(exitCode.valid);
    expect(JSON.parse(out)).toMatchObject({ valid: true, agrees: null, differences: [] });
  });

  test("of which only history.txt is left gives no durations", () => {
    const { code, out } = check(["pn-counter/001"], {}, true);
    expect(code).toBe(exitCode.valid);
    expect(JSON.parse(out)).toMatchObject({
      agrees: true,
      workload: { "final-reads": expect.anything() },
      findings: [{ kind: "no-times", severity: "warning" }],
    });
  });

  test("judged by other models than it was made for", () => {
    const { out } = check(["txn-rw-register/001"], { ...MODELS, availability: 0 }, true);
    expect(JSON.parse(out)).toMatchObject({
      agrees: false,
      differences: [{ field: "availability.valid?", ours: true, stored: false }],
    });
  });
});

describe("several runs", () => {
  test("are a table, and the worst counts", () => {
    const { code, out } = check(["echo", "broadcast"]);
    expect(code).toBe(exitCode.invalid);
    expect(out).toMatch(/│ echo\/012 +│ echo +│ VALID +│ VALID +│ yes +│/);
    expect(out).toMatch(/│ broadcast\/013 +│ broadcast +│ UNKNOWN +│ UNKNOWN +│ yes +│/);
    expect(out).toMatch(/\n3 of 3 stored verdicts agree with ours\.$/);
    expect(check(["echo/012", "broadcast/013"]).code).toBe(exitCode.unknown);
  });

  test("are an array of JSON, each with its folder", () => {
    const { out } = check(["echo"], {}, true);
    expect(JSON.parse(out)).toMatchObject([
      { directory: "echo/012", valid: true, agrees: true },
      { directory: "echo/015", valid: false, agrees: true },
    ]);
  });

  test("are judged although one is broken", () => {
    cpSync(join(SAMPLE, "echo"), join(store, "echo"), { recursive: true });
    edit("echo/012/history.edn", (text) => text.slice(0, -20));
    const { code, out, err } = check(["echo"], {}, false, store);
    expect(code).toBe(exitCode.badArguments);
    expect(out).toMatch(/echo\/015/);
    expect(err).toMatch(/^store: .*echo\/012\/history\.edn, line 8, column 91 is no operation: /);
  });
});

describe("what cannot be judged is told in a line", () => {
  test.each<[RegExp, string, string, (text: string) => string]>([
    [
      /history\.edn, line 2, column 2 is no operation: an operation's :index should be an integer/,
      "echo/012",
      "history.edn",
      (text) => text.replace(":index 1,", ":index ##NaN,"),
    ],
    [
      /history\.edn, line 2, column 45 is no operation: process 0 had not finished what it did before/,
      "echo/012",
      "history.edn",
      (text) => text.replace(/\n.*:ok.*/, ""),
    ],
    [
      /history\.edn, line 3, column \d+ is no operation: operation 2 \(ok read\): .*\[key value\]/,
      "lin-kv/016",
      "history.edn",
      (text) => text.replace(":value [0 0]", ":value 7"),
    ],
    [/0\.fressian is no journal: Fressian, byte \d+: /, "echo/012", "net-journal/0.fressian", () => "{}"],
    [/results\.edn holds no results: EDN, line 1, column 1: /, "echo/012", "results.edn", () => "{"],
  ])("%s", (message, sample, file, change) => {
    cpSync(join(SAMPLE, sample), join(store, sample), { recursive: true });
    edit(`${sample}/${file}`, change);
    const { code, out, err } = check([sample], {}, false, store);
    expect([code, out]).toEqual([exitCode.badArguments, ""]);
    expect(err).toMatch(message);
    expect(err.split("\n")).toHaveLength(1);
  });

  test("a folder without runs, and one that is not there", () => {
    expect(check(["."], {}, true, store)).toMatchObject({
      code: exitCode.badArguments,
      out: "",
      err: expect.stringMatching(/holds no run: name a folder with a history\.edn/),
    });
    expect(check(["nosuch"]).err).toMatch(/nosuch cannot be read: /);
  });
});
