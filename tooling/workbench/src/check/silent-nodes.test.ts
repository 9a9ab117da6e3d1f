/** On the runs of the real Maelstrom in which a node was muted, ended or hung, and on those in which none was. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type JournalEvent, readStoredRun } from "@gossip-glomers/history";
import { describe, expect, test } from "vitest";
import { CORPUS, SAMPLE } from "../../test/stored-runs.ts";
import { findSilentNodes } from "./silent-nodes.ts";

const nothing: ReadonlySet<string> = new Set();

function silentIn(directory: string) {
  return findSilentNodes(readStoredRun(directory), nothing);
}

test("a node that ended, which the results could not tell", () => {
  const stored = readStoredRun(join(SAMPLE, "echo/012"));
  const [finding, ...others] = findSilentNodes(stored, nothing);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ kind: "silent-node", severity: "warning", node: "n0" });
  expect(finding?.summary).toMatch(
    /^n0 sent nothing more after 1\.\d{3} s of the journal, although 2 requests of clients reached it\. The first was message \d+ of c\d+ \(echo\), at 1\.\d{3} s\./,
  );
  expect(finding?.messages).toHaveLength(2);
});

test("is not told again of a node whose fault is in the log", () => {
  expect(findSilentNodes(readStoredRun(join(SAMPLE, "echo/012")), new Set(["n0"]))).toEqual([]);
});

describe("by the journal alone", () => {
  const event = (type: "send" | "recv", time: number, src: string, dest: string): JournalEvent => ({
    type,
    time: time * 1e9,
    message: { id: time, src, dest, body: { type: "echo" } },
  });
  const silent = (...journal: JournalEvent[]) => {
    return findSilentNodes({ journal, nodeLogs: new Map() }, nothing).map(({ node }) => node);
  };

  test("a request that comes just before the end may be answered after it", () => {
    const answered = [
      event("recv", 1, "c1", "n0"),
      event("send", 2, "n0", "c1"),
      event("recv", 9, "c1", "n0"),
    ];
    expect(silent(...answered)).toEqual([]);
    expect(silent(...answered, event("send", 9.5, "n1", "n2"))).toEqual([]);
    expect(silent(...answered, event("send", 10, "n1", "n2"))).toEqual(["n0"]);
  });

  test("a node that never said anything", () => {
    expect(silent(event("recv", 1, "c1", "n0"), event("send", 3, "c2", "n1"))).toEqual(["n0"]);
  });
});

const DEFECTS = join(CORPUS, "defects");

describe.skipIf(!existsSync(DEFECTS))("the defects of the corpus", () => {
  test.each([
    "answers-after-6s",
    "debug-line-on-stdout",
    "envelope-extra-key",
    "exits-0",
    "exits-3",
    "hangs-after-3s",
    "not-json-truncated-line",
    "unknown-destination",
    "unknown-source",
  ])("echo--%s silenced n1, and n1 alone", (defect) => {
    expect(silentIn(join(DEFECTS, `echo--${defect}`)).map(({ node }) => node)).toEqual(["n1"]);
  });

  test.each([
    "echo--ok-control",
    "echo--answers-after-3s",
    "g-set--no-answer",
    "lin-kv--ok-slow-writes",
    "kafka--ok-two-nodes",
  ])("%s silenced nobody", (run) => {
    expect(silentIn(join(DEFECTS, run))).toEqual([]);
  });
});
