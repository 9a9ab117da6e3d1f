import { describe, expect, test } from "vitest";
import type { Operation, OperationType, Process } from "../operation.ts";
import { markFinalReads } from "./final-reads.ts";

/** A history of a counter: `0 add`, `0 read ok`, `1 add info`; a word after the function completes. */
function history(...script: readonly string[]): Operation[] {
  return script.map((line, index): Operation => {
    const [process = "", f = "", type = "invoke"] = line.split(" ");
    return { index, time: index, type: typeOf(type), process: processOf(process), f, value: 1 };
  });
}

function typeOf(word: string): OperationType {
  return word === "ok" || word === "fail" || word === "info" ? word : "invoke";
}

function processOf(word: string): Process {
  return word === "nemesis" ? word : Number(word);
}

/** Indices of the operations that are marked. */
function marked(...script: readonly string[]): readonly number[] {
  return markFinalReads(history(...script)).flatMap(({ index, final }) => (final ? [index] : []));
}

describe("the last reads of a counter", () => {
  test("are one of each thread, from their invocation on", () => {
    expect(
      marked(
        "0 add",
        "1 read",
        "1 read ok",
        "0 add ok",
        "nemesis stop-partition info",
        "1 read",
        "0 read",
        "1 read ok",
        "0 read ok",
      ),
    ).toStrictEqual([5, 6, 7, 8]);
  });

  test("are of the thread's latest process, where others ended in info", () => {
    expect(
      marked("0 add", "1 add", "1 add ok", "0 add info", "2 read", "1 read", "2 read ok", "1 read ok"),
    ).toStrictEqual([4, 5, 6, 7]);
  });

  test("are not those that a run ends with before its last phase", () => {
    expect(
      marked("0 read", "0 read ok", "1 read", "1 read ok", "0 read", "0 read ok", "1 add"),
    ).toStrictEqual([]);
    expect(marked("0 add", "1 read", "1 read ok", "1 read", "1 read ok")).toStrictEqual([]);
  });

  test("are none in a history of something else", () => {
    const set = history("0 add", "0 add ok", "0 read", "0 read ok").map(
      (operation): Operation => ({ ...operation, value: operation.f === "read" ? [1] : 1 }),
    );
    expect(markFinalReads(set)).toBe(set);
  });
});
