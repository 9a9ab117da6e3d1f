/** The history holds an operation whose value no run of the workload can have produced. */
export class MalformedOperationError extends Error {
  override readonly name: string = "MalformedOperationError";
  /** The operation's index in the history. */
  readonly index: number;

  constructor(index: number, problem: string) {
    super(`operation ${index}: ${problem}; check that the history is whole and belongs to this workload`);
    this.index = index;
  }
}
