import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { readLines } from "./read-lines.ts";

/** A stream that is read with a budget of ten lines a second, and what came of it. */
function setUp() {
  const clock = new VirtualClock();
  const stream = new PassThrough();
  const lines: string[] = [];
  const floods: string[] = [];
  const state = { isDeaf: false, isLast: false };
  const reader = {
    line: (line: string) => lines.push(line),
    flood: (line: string, reason: string) => floods.push(`${line}: ${reason}`),
    isDeaf: () => state.isDeaf,
    isLast: () => state.isLast,
  };
  const limits = { budget: { linesPerSecond: 10, bytesPerSecond: 1000 }, maxLineLength: 50 };
  const reading = readLines(stream, reader, clock, limits);
  const { ended } = reading;
  const write = async (text: string): Promise<void> => {
    stream.write(text);
    await nextTurn();
  };
  const until = (seconds: number) =>
    clock.run(new Promise<void>((resolve) => clock.schedule(seconds * 1e9, resolve)));
  return { stream, lines, floods, state, reading, ended, write, until };
}

describe("readLines", () => {
  test("knows what it has of a line that has no end yet", async () => {
    const { reading, write } = setUp();
    await write("a\nhalf a ");
    await write("line");
    expect(reading.unfinished).toBe("half a line");
    await write("\n");
    expect(reading.unfinished).toBe("");
  });

  test("reads to the end, the last line without its end included", async () => {
    const { stream, lines, floods, ended, write } = setUp();
    await write("a\nb");
    stream.end();
    await ended;
    expect(lines).toEqual(["a", "b"]);
    expect(floods).toEqual([]);
  });

  test("says once that there is too much, pauses for the rest of the second, and loses nothing", async () => {
    const { stream, lines, floods, write, until } = setUp();
    await write("x\n".repeat(11));
    expect(floods).toEqual(["x: more than 10 lines in a second; it is read more slowly from now on"]);
    await write("y\n".repeat(20));
    expect(lines).toHaveLength(11);
    expect(stream.isPaused()).toBe(true);
    await until(1);
    expect(lines).toHaveLength(31);
    expect(floods).toHaveLength(1);
  });

  test("tells of a line that does not end by its beginning", async () => {
    const { floods, lines, write } = setUp();
    await write(`${"z".repeat(51)}`);
    await write("zzz\nnext\n");
    expect(floods).toEqual([
      `${"z".repeat(51)}: a line of more than 50 characters; the rest of it is skipped`,
    ]);
    expect(lines).toEqual(["next"]);
  });

  test("stops reading for good when it has gone deaf", async () => {
    const { stream, lines, state, write, until } = setUp();
    state.isDeaf = true;
    await write("heard\n");
    await write("unheard\n");
    await until(10);
    expect(lines).toEqual(["heard"]);
    expect(stream.isPaused()).toBe(true);
  });

  test("does not delay what a dead writer has left", async () => {
    const { lines, floods, state, write } = setUp();
    state.isLast = true;
    await write("x\n".repeat(100));
    await write("x\n".repeat(100));
    expect(lines).toHaveLength(200);
    expect(floods).toEqual([]);
  });

  test("ends when the stream breaks", async () => {
    const { stream, ended, lines, write } = setUp();
    await write("a\n");
    stream.destroy(new Error("EIO"));
    await ended;
    expect(lines).toEqual(["a"]);
  });
});
