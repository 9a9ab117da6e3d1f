/**
 * Where text goes: the port between what the workbench says and the terminal, the pipe or the test that hears it.
 */

export interface Output {
  /** Whether somebody watches: a status can be rewritten in place. */
  readonly interactive: boolean;
  /** Width of a line, in columns; of a terminal, the one that it has now. */
  readonly columns: number;
  /** Whether escape codes for colours are welcome. */
  readonly colours: boolean;
  /** Writes whole lines to stdout; a line end is added. */
  print(text: string): void;
  /** Writes whole lines to stderr; a line end is added. */
  complain(text: string): void;
  /** Shows a line that the next status replaces and that the next print leaves behind; null takes it away. */
  status(line: string | null): void;
}

/** How long the lines of a table may be: where nobody watches they are kept, and nothing wraps them. */
export function tableWidth({ interactive, columns }: Output): number {
  return interactive ? columns : Number.POSITIVE_INFINITY;
}
