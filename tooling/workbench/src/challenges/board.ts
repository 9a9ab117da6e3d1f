/** What a person sees while rows run: the running ones with their progress, and what still waits. */
import type { Row } from "./table.ts";

/** Width of the column of ids; the longest is `3d+f`. */
const ID_WIDTH = 6;

export class Board {
  readonly #waiting: Set<string>;
  readonly #running = new Map<string, string>();
  readonly #total: number;

  constructor(rows: readonly Row[]) {
    this.#waiting = new Set(rows.map(({ id }) => id));
    this.#total = rows.length;
  }

  start({ id }: Row): void {
    this.#waiting.delete(id);
    this.#running.set(id, "starting nodes");
  }

  progress({ id }: Row, line: string): void {
    this.#running.set(id, line);
  }

  end({ id }: Row): void {
    this.#running.delete(id);
  }

  /** Lines of at most `columns`, so that none is wrapped and the next ones can take their place. */
  text(columns: number): string {
    const done = this.#total - this.#waiting.size - this.#running.size;
    const waiting = this.#waiting.size === 0 ? "" : `, waiting: ${[...this.#waiting].join(" ")}`;
    return [
      ...[...this.#running].map(([id, line]) => `${id.padEnd(ID_WIDTH)}${line}`),
      `${done} of ${this.#total} rows done${waiting}`,
    ]
      .map((line) => line.slice(0, columns))
      .join("\n");
  }
}
