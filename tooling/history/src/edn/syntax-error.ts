/** What is wrong with a text that is no EDN, and where. */

/** The text is not EDN. `offset` counts UTF-16 units from its start. */
export class EdnSyntaxError extends Error {
  override readonly name: string = "EdnSyntaxError";
  readonly offset: number;
  /** What is wrong, without the place. */
  readonly problem: string;

  constructor(problem: string, text: string, offset: number) {
    const before = text.slice(0, offset).split("\n");
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`EDN, line ${before.length}, column ${column}: ${problem}`);
    this.offset = offset;
    this.problem = problem;
  }
}

/** What is quoted in an error must not be as long as a file. */
export function shortened(token: string): string {
  return token.length <= 40 ? token : `${token.slice(0, 39)}…`;
}
