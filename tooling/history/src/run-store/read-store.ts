/** Reading what a run left behind: ours, or Maelstrom's own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type DatumRecord, isRecord } from "../datum.ts";
import { readEdn } from "../edn/read.ts";
import type { Operation } from "../operation.ts";
import { readTraceLines, type Trace } from "../trace/read.ts";
import { operationFrom } from "./operation-datum.ts";
import { StoreError } from "./store-error.ts";

/** Reads history.edn of a run's folder. @throws {StoreError} naming the line that is no operation */
export function readHistory(directory: string): readonly Operation[] {
  const path = join(directory, "history.edn");
  const operations: Operation[] = [];
  linesOf(path).forEach((line, position) => {
    if (line === "") return;
    try {
      operations.push(operationFrom(readEdn(line), operations.length));
    } catch (cause) {
      throw new StoreError(
        `${path}, line ${position + 1} is no operation`,
        cause,
        "remove or repair that line",
      );
    }
  });
  return operations;
}

/** Reads results.edn of a run's folder. @throws {StoreError} if the run has none, as it was interrupted, or a broken one */
export function readResults(directory: string): DatumRecord {
  const path = join(directory, "results.edn");
  const content = contentOf(path);
  try {
    const results = readEdn(content);
    if (!isRecord(results)) throw new Error("it should be a map with keyword keys");
    return results;
  } catch (cause) {
    throw new StoreError(`${path} holds no results`, cause, "run the test again");
  }
}

/** Reads trace.jsonl of a run's folder. @throws {StoreError} naming the line that is no event */
export function readTrace(directory: string): Trace {
  const path = join(directory, "trace.jsonl");
  try {
    return readTraceLines(linesOf(path));
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError(`${path} cannot be understood`, cause, "run the test again");
  }
}

function linesOf(path: string): readonly string[] {
  return contentOf(path).split("\n");
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new StoreError(
      `${path} cannot be read`,
      cause,
      "name the folder of a finished run, such as store/latest",
    );
  }
}
