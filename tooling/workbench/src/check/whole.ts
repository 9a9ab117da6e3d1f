/** Whether a history is one: what somebody cut out of it would make another history, with another verdict. */
import { type Operation, operationError, type Process } from "@gossip-glomers/history";

/**
 * Demands what Jepsen guarantees (MAELSTROM.md section 9): indices ascend, and a client process does one thing at a
 * time. An invocation may lack its completion, as a run may have been ended.
 *
 * @throws {StoreError} naming the line of the first operation that cannot be there
 */
export function requireWhole(directory: string, history: readonly Operation[]): void {
  const open = new Set<Process>();
  let last = -1;
  history.forEach((operation, position) => {
    const { index, process, type } = operation;
    if (index <= last) {
      throw operationError(directory, position, "index", `index ${index} comes after index ${last}`);
    }
    last = index;
    if (process === "nemesis") return;
    if (type === "invoke" && open.has(process)) {
      throw operationError(
        directory,
        position,
        "process",
        `process ${process} had not finished what it did before`,
      );
    }
    if (type !== "invoke" && !open.has(process)) {
      throw operationError(
        directory,
        position,
        "process",
        `process ${process} completes what it did not begin`,
      );
    }
    if (type === "invoke") open.add(process);
    else open.delete(process);
  });
}
