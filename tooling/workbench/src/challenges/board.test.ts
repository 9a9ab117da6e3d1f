import { expect, it } from "vitest";
import { Board } from "./board.ts";
import { table } from "./table.ts";

it("shows how far each running row is, and what waits", () => {
  const rows = table.slice(0, 4);
  const [echo, ids] = rows;
  if (echo === undefined || ids === undefined) throw new Error("the table is empty");
  const board = new Board(rows);
  board.start(echo);
  board.start(ids);
  board.progress(ids, "12.0 s of 30 s   998 ops/s");
  expect(board.text(100)).toBe(
    "1     starting nodes\n2     12.0 s of 30 s   998 ops/s\n0 of 4 rows done, waiting: 3a 3b",
  );
  board.end(ids);
  expect(board.text(12)).toBe("1     starti\n1 of 4 rows ");
});
