/** Tables of text: as wide as they need to be, or, where that is more than the terminal has, a narrow one that says the same. */
import { stripVTControlCharacters } from "node:util";
import Table from "cli-table3";

/** What a table says of one row: its cells by column; a cell may have several lines. */
export type Cells = readonly string[];

export interface Columns {
  readonly head: Cells;
  /** A width is there for what would grow without bounds; null is as wide as the longest line. */
  readonly widths: readonly (number | null)[];
  /** The columns that stand on the left of a narrow table, by number; all others are lines on its right. */
  readonly left: readonly number[];
  /** Those whose lines are one text, broken for its length alone. */
  readonly flowing?: readonly number[];
}

/** Below this even a narrow table would be a column of syllables. */
const LEAST_COLUMNS = 40;

/** @param columns - how long a line may be; endless if it goes to where nobody wraps it */
export function textTable(layout: Columns, rows: readonly Cells[], columns: number): string {
  const wide = render(layout.head, layout.widths, rows);
  return wide.indexOf("\n") <= columns ? wide : narrow(layout, rows, Math.max(columns, LEAST_COLUMNS));
}

/** Wrapped by the terminal, the lines of a table are past reading; so what does not fit beside each other stands below. */
function narrow({ head, left, flowing = [] }: Columns, rows: readonly Cells[], columns: number): string {
  const lines = rows.map((cells) => {
    const onLeft = left.map((column) => cells[column] ?? "");
    const onRight = cells.flatMap((text, column) =>
      left.includes(column) || text === ""
        ? []
        : [`${head[column]}: ${text.replaceAll("\n", flowing.includes(column) ? " " : "; ")}`],
    );
    return [onLeft.filter((text) => text !== "").join("\n"), onRight.join("\n")];
  });
  const widest = Math.max(...lines.flatMap(([text = ""]) => text.split("\n").map(visibleLength)));
  const leftWidth = widest + PADDING;
  return render([], [leftWidth, columns - leftWidth - BORDERS], lines);
}

/** Borders of a table of two columns, and the spaces round a cell. */
const BORDERS = 3;
const PADDING = 2;

/** Without the codes of its colours. */
function visibleLength(text: string): number {
  return stripVTControlCharacters(text).length;
}

function render(head: Cells, widths: readonly (number | null)[], rows: readonly Cells[]): string {
  const table = new Table({
    head: [...head],
    colWidths: [...widths],
    wordWrap: true,
    // cli-table3 paints heads red and borders grey unless it is told not to, also into a pipe.
    style: { head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
