/**
 * Reading history.txt, which Jepsen writes for the eye: `process ⇥ type ⇥ f ⇥ value ⇥ error` (MAELSTROM.md section 9).
 * Of some runs there is nothing else.
 *
 * It lacks what a verdict may hang on. Times are not there at all, so an operation's index stands for its time:
 * before and after are right, durations mean nothing. And nothing marks the last reads of the counters, the only
 * ones that are judged; they are recognised in `final-reads.ts`.
 */
import { type Datum, isVector, Keyword } from "../datum.ts";
import { readEdn } from "../edn/read.ts";
import { EdnSyntaxError } from "../edn/syntax-error.ts";
import type { Operation, OperationType, Process } from "../operation.ts";
import { markFinalReads } from "./final-reads.ts";
import { OperationFieldError, requireFinite } from "./operation-datum.ts";

/** A line of history.txt is no operation. */
export class HistoryTextError extends Error {
  override readonly name: string = "HistoryTextError";
  /** Both from 1. */
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number, problem: string) {
    super(problem);
    this.line = line;
    this.column = column;
  }
}

const BEGINNING = /^(\d+|:?nemesis)\t:(invoke|ok|fail|info)\t/;

/**
 * Reads the lines of history.txt. Every value is EDN, in which a tab or a line end within a string is an escape; only
 * an error that is a bare text, say of a malformed reply, may go on over several lines.
 *
 * @throws {HistoryTextError} at the first line that neither is an operation nor can belong to one
 */
export function readHistoryText(text: string): readonly Operation[] {
  const operations: Operation[] = [];
  let mayGoOn = false;
  text.split("\n").forEach((content, position) => {
    if (!BEGINNING.test(content)) {
      if (mayGoOn || content.trim() === "") return;
      throw new HistoryTextError(position + 1, 1, "it should begin with a process, a tab and a type");
    }
    const operation = operationFrom(content, position + 1, operations.length);
    operations.push(operation);
    mayGoOn = typeof operation.error === "string";
  });
  return markFinalReads(operations);
}

function operationFrom(content: string, line: number, index: number): Operation {
  const [process = "", type = "", f = "", value, ...error] = content.split("\t");
  if (value === undefined) {
    throw new HistoryTextError(
      line,
      content.length + 1,
      "the line ends where a function and a value should be",
    );
  }
  const column = process.length + type.length + 3;
  const name = readColumn(f, line, column);
  if (!(name instanceof Keyword)) throw new HistoryTextError(line, column, `${f} should be a keyword`);
  return {
    index,
    time: index,
    type: typeFrom(type),
    process: processFrom(process),
    f: name.name,
    value: readColumn(value, line, column + f.length + 1),
    ...(error.length === 0 ? {} : { error: errorFrom(error.join("\t")) }),
  };
}

/** The pattern of a line's beginning admits no other. */
function typeFrom(column: string): OperationType {
  const type = column.slice(1);
  return type === "invoke" || type === "ok" || type === "fail" ? type : "info";
}

function processFrom(column: string): Process {
  return column.endsWith("nemesis") ? "nemesis" : Number(column);
}

function readColumn(text: string, line: number, column: number): Datum {
  try {
    const datum = readEdn(text);
    requireFinite(datum);
    return datum;
  } catch (cause) {
    if (cause instanceof OperationFieldError) throw new HistoryTextError(line, column, cause.message);
    if (!(cause instanceof EdnSyntaxError)) throw cause;
    throw new HistoryTextError(line, column + cause.offset, cause.problem);
  }
}

/** Jepsen writes an error without quotes: `:net-timeout` and `[:abort "…"]` are data, anything else is a text. */
function errorFrom(text: string): Datum {
  try {
    const datum = readEdn(text);
    return datum instanceof Keyword || isVector(datum) ? datum : text;
  } catch {
    return text;
  }
}
