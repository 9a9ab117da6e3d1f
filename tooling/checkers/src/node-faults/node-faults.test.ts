import { keyword } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { Script } from "../../test/script.ts";
import { runOfEvents } from "../run/run.ts";
import { checkNodeFaults } from "./node-faults.ts";

const STRICT = { maelstromCompat: false };

function check(script: Script) {
  return checkNodeFaults(runOfEvents(script.events), STRICT);
}

describe("a node that", () => {
  test("prints what is not JSON is told with the line, its time and the last lines of its stderr", () => {
    const script = new Script();
    for (let line = 1; line <= 7; line++) script.log(line, "n0", `step ${line}`);
    script.log(8, "n1", "of another node");
    script.fault(10, "n0", { fault: "not-json", line: "got an echo!", reason: "Unexpected token 'g'" });
    script.log(11, "n0", "after the fault");
    const { valid, findings } = check(script);
    expect(valid).toBe(false);
    expect(findings).toStrictEqual([
      {
        kind: "not-json",
        severity: "error",
        summary:
          "n0 printed a line to stdout at 0.010 s that is not JSON: Unexpected token 'g'. Maelstrom never reads a node " +
          "again after such a line; print everything that is no message to stderr.",
        at: 10_000_000,
        node: "n0",
        operations: [],
        messages: [],
        details: [
          "stdout: got an echo!",
          "stderr of n0 at 0.003 s: step 3",
          "stderr of n0 at 0.004 s: step 4",
          "stderr of n0 at 0.005 s: step 5",
          "stderr of n0 at 0.006 s: step 6",
          "stderr of n0 at 0.007 s: step 7",
        ],
      },
    ]);
  });

  test("sends a malformed message, or one to nobody, is told with the line", () => {
    const script = new Script();
    const extra = '{"src":"n0","dest":"c1","body":{},"time":1}';
    script.fault(5, "n0", { fault: "malformed-message", line: extra, reason: "/time must not be there" });
    const stray = '{"src":"n1","dest":"c999","body":{}}';
    script.fault(6, "n1", { fault: "unknown-address", line: stray, address: "c999" });
    expect(check(script).findings).toMatchObject([
      {
        summary: expect.stringMatching(
          /^n0 printed a message at 0\.005 s that is malformed: \/time must not be there\. /,
        ),
        details: [`stdout: ${extra}`],
      },
      {
        summary: expect.stringMatching(
          /^n1 sent a message at 0\.006 s from or to c999, which does not exist\. /,
        ),
        details: [`stdout: ${stray}`],
      },
    ]);
  });

  test("answers too late is told with the request and how long it took", () => {
    const script = new Script();
    script.operation(1_000, 4, "n1", "echo", "a", { at: 6_001, type: "info", error: keyword("net-timeout") });
    const line = '{"src":"n1","dest":"c4","body":{"type":"echo_ok","in_reply_to":1}}';
    script.fault(7_100, "n1", { fault: "late-reply", line, client: "c4", request: 1 });
    expect(check(script).findings).toMatchObject([
      {
        kind: "late-reply",
        severity: "error",
        summary: expect.stringMatching(
          /^n1 answered c4 at 7\.100 s, 6\.100 s after its request 1 \(message 0, sent at 1\.000 s\), when c4 was gone\. /,
        ),
        node: "n1",
        messages: [0],
        details: [`stdout: ${line}`],
      },
    ]);
  });

  test("answers too late and does not say whom is told as far as it is known", () => {
    const script = new Script();
    script.fault(7_100, "n1", { fault: "late-reply", line: "{}", client: "c4", request: null });
    expect(check(script).findings[0]?.summary).toMatch(/^n1 answered c4 at 7\.100 s, when c4 was gone\. /);
  });

  test.each([
    [{ code: 3, signal: null }, "exited with status 3"],
    [{ code: 0, signal: null }, "exited with status 0"],
    [{ code: null, signal: "SIGSEGV" }, "was ended by SIGSEGV"],
  ])("ends by itself is told with its last message and last lines: %j", (end, how) => {
    const script = new Script();
    script.message(1, "c0", "n0", { type: "init", msg_id: 1 });
    script.message(5, "c1", "n1", { type: "echo", msg_id: 1 });
    script.fault(9, "n0", { fault: "exited", ...end, stdout: ["{}"], stderr: ["panic: nil", "goroutine 1"] });
    const { valid, findings } = check(script);
    expect(valid).toBe(false);
    expect(findings).toMatchObject([
      {
        kind: "exited",
        severity: "error",
        summary: expect.stringContaining(
          `n0 ${how} at 0.009 s, after message 0 of c0 ("init"), the last that reached it. `,
        ),
        messages: [0],
        details: ["stdout: {}", "stderr: panic: nil", "stderr: goroutine 1"],
      },
    ]);
  });

  test("prints two messages on a line, or too much, is warned of", () => {
    const script = new Script();
    script.fault(1, "n0", { fault: "trailing-text", line: "{}{}", text: "{}" });
    script.fault(2, "n0", {
      fault: "flood",
      stream: "stderr",
      line: "x",
      reason: "more than 50000 lines in a second",
    });
    const { valid, findings } = check(script);
    expect(valid).toBe(true);
    expect(findings.map(({ kind, severity }) => [kind, severity])).toStrictEqual([
      ["trailing-text", "warning"],
      ["flood", "warning"],
    ]);
    expect(findings[1]?.summary).toMatch(
      /^n0 flooded its stderr at 0\.002 s: more than 50000 lines in a second\. /,
    );
  });

  test("does one thing again and again has one finding, which counts also what was not recorded", () => {
    const script = new Script();
    for (let at = 0; at < 5; at++) {
      script.fault(at, "n0", { fault: "not-json", line: `debug ${at}`, reason: "no" });
      script.fault(at, "n1", { fault: "not-json", line: `debug ${at}`, reason: "no" });
    }
    script.fault(90, "n0", { fault: "repeated", of: "not-json", count: 9_995 });
    const { findings } = check(script);
    expect(findings.map(({ node }) => node)).toStrictEqual(["n0", "n1"]);
    expect(findings[0]?.summary).toContain("There are 9999 more such.");
    expect(findings[1]?.summary).toContain("There are 4 more such.");
    expect(findings[0]?.details).toStrictEqual([
      "stdout: debug 0",
      "at 0.001 s, stdout: debug 1",
      "at 0.002 s, stdout: debug 2",
      "at 0.003 s, stdout: debug 3",
    ]);
  });

  test("is at fault has Maelstrom's silence if Maelstrom's verdict is wanted", () => {
    const script = new Script();
    script.fault(10, "n0", { fault: "not-json", line: "hello", reason: "no" });
    const verdict = checkNodeFaults(runOfEvents(script.events), { maelstromCompat: true });
    expect(verdict.valid).toBe(true);
    expect(verdict.findings).toMatchObject([{ kind: "not-json", severity: "warning" }]);
  });
});

describe("a node that falls silent", () => {
  const unanswered = { type: "info", error: keyword("net-timeout") } as const;
  const ok = { type: "ok", reply: { type: "echo_ok" } } as const;

  function hanging(): Script {
    const script = new Script();
    script.operation(100, 0, "n0", "echo", "a", { at: 105, ...ok });
    script.operation(110, 1, "n1", "echo", "a", { at: 115, ...ok });
    script.operation(3_000, 1, "n1", "echo", "b", { at: 8_000, ...unanswered });
    script.operation(8_010, 2, "n1", "echo", "c", { at: 13_010, ...unanswered });
    script.operation(13_020, 0, "n0", "echo", "b", { at: 13_025, ...ok });
    return script;
  }

  test("is named, with the first request that it left unanswered", () => {
    const script = hanging();
    script.log(13_030, "n1", "waiting for the lock");
    const { valid, findings } = check(script);
    expect(valid).toBe(true);
    expect(findings).toStrictEqual([
      {
        kind: "unresponsive",
        severity: "warning",
        summary:
          "n1 answered no client after 0.114 s, although 2 requests reached it. The first was message 4 of c1 " +
          '("echo"), delivered at 3.001 s.',
        at: 3_001_000_000,
        node: "n1",
        operations: [],
        messages: [4, 5],
        details: ["stderr of n1 at 13.030 s: waiting for the lock"],
      },
    ]);
  });

  test("is not silent if it still answers someone, be it wrongly or too late", () => {
    const answering = hanging();
    answering.message(13_040, "n1", "c2", { type: "error", in_reply_to: 99 });
    expect(check(answering).findings).toStrictEqual([]);

    const late = hanging();
    late.fault(14_000, "n1", { fault: "late-reply", line: "{}", client: "c2", request: 4 });
    expect(check(late).findings.map(({ kind }) => kind)).toStrictEqual(["late-reply"]);
  });

  test("owes an answer only to requests", () => {
    const script = new Script();
    script.operation(100, 0, "n0", "echo", "a", { at: 105, ...ok });
    script.message(200, "c0", "n0", { type: "hint" });
    script.operation(300, 0, "n0", "echo", "b", { at: 5_300, ...unanswered });
    expect(check(script).findings[0]).toMatchObject({ at: 301_000_000, messages: [3] });
  });

  test("is known to be alive if it still talks to other nodes", () => {
    const script = hanging();
    script.message(9_000, "n1", "n0", { type: "gossip" });
    script.message(9_001, "n1", "n1", { type: "note to self" });
    expect(check(script).findings[0]?.summary).toMatch(/It still sent 1 message to other nodes\.$/);
  });

  test("is not told twice if it had ended", () => {
    const script = new Script();
    script.operation(100, 0, "n0", "echo", "a", { at: 105, ...ok });
    script.fault(200, "n0", { fault: "exited", code: 1, signal: null, stdout: [], stderr: [] });
    script.operation(300, 0, "n0", "echo", "b", { at: 5_300, ...unanswered });
    expect(check(script).findings.map(({ kind }) => kind)).toStrictEqual(["exited"]);
  });

  test("is not accused for a request that was under way when the run was interrupted", () => {
    const script = new Script();
    script.operation(100, 0, "n0", "echo", "a", { at: 105, ...ok });
    script.message(200, "c0", "n0", { type: "echo", msg_id: 2 });
    expect(check(script).findings).toStrictEqual([]);
  });
});
