/** Operations that no run of their workload can have, as a file that was edited or belongs to another workload has. */
import { type Operation, printEdn } from "@gossip-glomers/history";

/** As much of a value as an error shows. */
const LONGEST_VALUE = 200;

/** The history holds an operation that no run of the workload can have produced, so nothing can be judged. */
export class MalformedOperationError extends Error {
  override readonly name: string = "MalformedOperationError";
  /** The operation's index in the history. */
  readonly index: number;

  /** @param expected ends the sentence "its value should be …" */
  constructor({ index, type, f, value }: Operation, expected: string) {
    const text = printEdn(value);
    const shown = text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
    super(
      `operation ${index} (${type} ${f}): its value is ${shown} and should be ${expected}; check that the history is ` +
        "one of this workload",
    );
    this.index = index;
  }
}
