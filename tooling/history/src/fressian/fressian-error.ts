/** The bytes are not Fressian, or not of the kind that Maelstrom writes. */
export class FressianError extends Error {
  override readonly name: string = "FressianError";
  /** Where in the file the value begins that cannot be read, in bytes from its start. */
  readonly offset: number;

  constructor(problem: string, offset: number) {
    super(`Fressian, byte ${offset}: ${problem}`);
    this.offset = offset;
  }
}
