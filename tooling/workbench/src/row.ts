/**
 * A process for rows of the official table: told by messages what to run, it runs that and reports, until the one who
 * tells it is gone. Started by `challenges/row-process/row-process.ts`, never by hand.
 */
import { markNodes, reapNodes } from "@gossip-glomers/simulator";
import type { FromRow, ToRow } from "./challenges/row-process/messages.ts";
import { endWithParent } from "./challenges/row-process/orphan-watch.ts";
import { runRow } from "./challenges/row-process/run-row.ts";
import { type ExitCode, exitCode } from "./cli/exit-code.ts";
import { Interruption } from "./run/interruption.ts";
import { processWorkMs } from "./run/work.ts";

/** How often a process that simulates says that it is not held up. */
const ALIVE_MS = 1_000;

const interruption = new Interruption(endAtOnce);
// A table that is gone hears nothing; an error that nobody listens to would be complained of here, again and again.
process.stderr.on("error", () => {});
interruption.listen(process, (text) => process.stderr.write(`${text}\n`));

let isRunning = false;
let isWatched = false;
/** Begins the operations of the row that runs. */
let go = (): void => {};

// A row without a table has nobody to report to, and its nodes must not stay: also when the table was killed.
process.on("disconnect", () => {
  if (!isRunning) process.exit(exitCode.valid);
  interruption.interrupt({ code: exitCode.hungUp, reason: "interrupted as the table of rows has ended" });
});

process.on("message", (message: unknown) => {
  if (!isToRow(message)) return;
  if (message.kind === "interrupt") interruption.interrupt(message.cause);
  else if (message.kind === "go") go();
  else run(message).catch(fail);
});

async function run({ request }: Extract<ToRow, { kind: "run" }>): Promise<void> {
  isRunning = true;
  markNodes(request.mark);
  if (request.virtual) watchModules();
  const report = await runRow(request, {
    directory: process.cwd(),
    interruption,
    progress: (line) => tell({ kind: "progress", line }),
    ready: () =>
      new Promise((resolve) => {
        go = resolve;
        tell({ kind: "ready" });
      }),
  });
  isRunning = false;
  tell({ kind: "report", report, workMs: processWorkMs() });
  if (!process.connected) process.exit(interruption.cause?.code ?? exitCode.valid);
}

/** What a module does in here may hold up everything: then those outside are told, and this process does not outlive them. */
function watchModules(): void {
  if (isWatched) return;
  isWatched = true;
  endWithParent();
  setInterval(() => tell({ kind: "alive" }), ALIVE_MS).unref();
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
    process.exit(exitCode.crashed),
  );
}

/** Says something to the table. That it has gone is heard as `disconnect`, so an error here is no news. */
function tell(message: FromRow): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}

function isToRow(message: unknown): message is ToRow {
  const kind = typeof message === "object" && message !== null ? Reflect.get(message, "kind") : undefined;
  return kind === "run" || kind === "go" || kind === "interrupt";
}

function endAtOnce(code: ExitCode): void {
  reapNodes();
  process.exit(code);
}
