/** The lines of history.txt: the history for the eye, as Jepsen prints it. */
import { printEdn } from "../edn/print.ts";
import type { Operation } from "../operation.ts";

/** `process ⇥ type ⇥ f ⇥ value`, and the error if there is one (MAELSTROM.md section 9). */
export function historyTextLine(operation: Operation): string {
  const { process, type, f, value, error } = operation;
  const columns = [
    process === "nemesis" ? ":nemesis" : String(process),
    `:${type}`,
    `:${f}`,
    printEdn(value),
  ];
  if (error !== undefined) columns.push(printEdn(error));
  return columns.join("\t");
}
