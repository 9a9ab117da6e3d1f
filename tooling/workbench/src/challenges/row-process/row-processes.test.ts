import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Interruption } from "../../run/interruption.ts";
import type { RowReport, RowRequest } from "./messages.ts";
import { RowFailure, type RowListener } from "./row-process.ts";
import { RowProcesses, simulating } from "./row-processes.ts";

const folder = mkdtempSync(join(tmpdir(), "glomers-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that answers a request with its number among those of the process, and with the options of its Node. */
const program = join(folder, "row.mjs");
writeFileSync(
  program,
  `let count = 0;
  process.on("message", ({ request }) => {
    if (request.id === "crash") throw new Error("out of ideas");
    if (request.id === "leave") process.exit(0);
    if (request.id === "die") process.kill(process.pid, "SIGKILL");
    const text = [++count, ...process.execArgv].join(" ");
    const interrupted = request.id === "cut" ? "interrupted by SIGTERM" : null;
    process.send({ kind: "report", workMs: 1, report: { text, interrupted, store: "store/echo/1" } });
  });`,
);

function rows(virtual: boolean, engineOptions?: readonly string[]): RowProcesses {
  return new RowProcesses(program, new Interruption(() => {}), virtual, engineOptions);
}

const deaf: RowListener = { progress: () => {}, ready: async () => {}, standstill: () => {} };

/** The text of the report on each of the rows, one run after the other. */
async function texts(processes: RowProcesses, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of ids) {
    const request: RowRequest = {
      id,
      typed: [],
      args: [],
      seed: 1,
      virtual: true,
      version: "0",
      mark: "none",
      colours: false,
    };
    const report: RowReport = await processes.run(request, deaf);
    found.push(report.text);
  }
  await processes.end();
  return found;
}

test("in virtual time rows share a process, whose engine is told how to work", async () => {
  const [first, second] = await texts(rows(true), ["1", "2"]);
  expect(first).toBe(["1", ...process.execArgv, ...simulating].join(" "));
  expect(second?.split(" ")[0]).toBe("2");
});

test("in real time each row has a process of its own", async () => {
  const plain = ["1", ...process.execArgv].join(" ");
  expect(await texts(rows(false), ["1", "2"])).toEqual([plain, plain]);
});

test("an engine that does not know the options runs without them", async () => {
  const plain = process.execArgv.join(" ");
  expect(await texts(rows(true, ["--no-such-option"]), ["1", "2"])).toEqual([
    `1 ${plain}`.trim(),
    `2 ${plain}`.trim(),
  ]);
});

test("a process that ends without a report is a failure that says what it said", async () => {
  const processes = rows(true);
  await expect(texts(processes, ["crash"])).rejects.toThrow(RowFailure);
  await expect(texts(processes, ["crash"])).rejects.toThrow(
    /row crash ended without a report[\s\S]*out of ideas/,
  );
});

test("a process that exits without a word is a failure that says why that may be", async () => {
  await expect(texts(rows(true), ["leave"])).rejects.toThrow(
    "The process of row leave ended without a report, with exit code 0, perhaps as its module called process.exit.",
  );
});

test("a process that was killed is a failure that says by what", async () => {
  await expect(texts(rows(false), ["die"])).rejects.toThrow(
    "The process of row die was killed (SIGKILL), perhaps as the machine ran out of memory.",
  );
});

test("a run that something else than the table has cut short is a failure, and its process runs nothing more", async () => {
  const processes = rows(true);
  await expect(texts(processes, ["cut"])).rejects.toThrow(
    "The run of row cut was interrupted by SIGTERM, and not by this table.   store/echo/1",
  );
  const [text] = await texts(processes, ["1"]);
  expect(text?.split(" ")[0]).toBe("1");
});
