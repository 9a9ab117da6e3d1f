/**
 * The table's end of a row's process: starts it, hears how far it is, and ends it with the table.
 *
 * Each row has a process of its own, because rows in one process would wait for each other's garbage collections and
 * checkers, and their latencies would show it.
 */
import { fork } from "node:child_process";
import type { Interruption } from "../../run/interruption.ts";
import type { FromRow, RowReport, RowRequest, ToRow } from "./messages.ts";
import { Tail } from "./tail.ts";

/** A row could not be run; the message says what its process said last. */
export class RowFailure extends Error {
  override readonly name: string = "RowFailure";
}

/**
 * Runs a row in a process of its own.
 *
 * @param program - what the process runs: `row.js`, beside the bin
 * @param progress - called about once a second while operations run
 * @throws {RowFailure} if the process ended without a report
 */
export function runInProcess(
  program: string,
  request: RowRequest,
  interruption: Interruption,
  progress: (line: string) => void,
): Promise<RowReport> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [], {
      // Of its own process group: Ctrl-C is for the table, which then tells its rows once, and not a second time.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const said = new Tail();
    let report: RowReport | null = null;
    // A message to a process that has just died is nobody's loss: its end is heard below.
    const tell = (message: ToRow): void => void child.send(message, () => {});
    const interrupt = (): void => {
      if (interruption.cause !== null && child.connected)
        tell({ kind: "interrupt", cause: interruption.cause });
    };
    interruption.signal.addEventListener("abort", interrupt);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => said.add(text));
    child.on("message", (message: unknown) => {
      if (!isFromRow(message)) return;
      if (message.kind === "progress") progress(message.line);
      else report = message.report;
    });
    child.on("error", (error) => said.add(error.message));
    child.on("close", () => {
      interruption.signal.removeEventListener("abort", interrupt);
      if (report !== null) resolve(report);
      else
        reject(
          new RowFailure(`The process of row ${request.id} ended without a report. ${said.text}`.trim()),
        );
    });
    tell({ kind: "run", request });
    interrupt();
  });
}

/** The other end is built from the same source, so its kind tells the rest of a message. */
function isFromRow(message: unknown): message is FromRow {
  const kind = typeof message === "object" && message !== null ? Reflect.get(message, "kind") : undefined;
  return kind === "progress" || kind === "report";
}
