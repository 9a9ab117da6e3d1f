/** Reading what a run left behind: ours, or Maelstrom's own. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DatumRecord, isRecord } from "../datum.ts";
import { readEdn } from "../edn/read.ts";
import { EdnSyntaxError } from "../edn/syntax-error.ts";
import type { Operation } from "../operation.ts";
import { readTraceLines, type Trace } from "../trace/read.ts";
import { OperationFieldError, operationFrom, requireFinite } from "./operation-datum.ts";
import { HistoryTextError, readHistoryText } from "./read-history-text.ts";
import { StoreError } from "./store-error.ts";

/**
 * Reads the history of a run's folder: history.edn, or history.txt where that is all there is.
 *
 * @throws {StoreError} naming line and column of what is no operation
 */
export function readHistory(directory: string): readonly Operation[] {
  const text = join(directory, "history.txt");
  if (existsSync(join(directory, "history.edn")) || !existsSync(text)) {
    return readHistoryEdn(join(directory, "history.edn"));
  }
  try {
    return readHistoryText(contentOf(text));
  } catch (cause) {
    if (!(cause instanceof HistoryTextError)) throw cause;
    throw noOperation(text, cause.line, cause.column, cause);
  }
}

function readHistoryEdn(path: string): readonly Operation[] {
  const operations: Operation[] = [];
  linesOf(path).forEach((line, position) => {
    if (line === "") return;
    try {
      const operation = operationFrom(readEdn(line), operations.length);
      // They are written ##NaN and ##Inf, so other lines need no second look.
      if (line.includes("##")) requireFinite(operation.value);
      operations.push(operation);
    } catch (cause) {
      if (cause instanceof EdnSyntaxError) {
        throw noOperation(path, position + 1, cause.offset + 1, new Error(cause.problem, { cause }));
      }
      const column = cause instanceof OperationFieldError ? columnOf(line, cause.key) : 1;
      throw noOperation(path, position + 1, column, cause);
    }
  });
  return operations;
}

/**
 * An error about an operation that could be read but cannot be: a field holds what no run of its workload can have.
 *
 * @param index of the operation in the history
 * @param key the field that is wrong
 */
export function operationError(directory: string, index: number, key: string, cause: unknown): StoreError {
  const path = join(directory, "history.edn");
  if (!existsSync(path)) return new StoreError(`${directory}, operation ${index}`, cause, "repair it");
  const numbered = linesOf(path).map((line, position): [string, number] => [line, position + 1]);
  const [line = "", number = 1] = numbered.filter(([content]) => content !== "")[index] ?? [];
  return noOperation(path, number, columnOf(line, key), cause);
}

function columnOf(line: string, key: string): number {
  return Math.max(line.indexOf(`:${key} `), 0) + 1;
}

function noOperation(path: string, line: number, column: number, cause: unknown): StoreError {
  return new StoreError(
    `${path}, line ${line}, column ${column} is no operation`,
    cause,
    "remove or repair that line",
  );
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
