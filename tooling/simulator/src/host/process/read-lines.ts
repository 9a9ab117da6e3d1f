/** Reads a node's output line by line, as fast as the node writes but no faster than the bench can bear. */
import type { Readable } from "node:stream";
import type { Clock } from "../../clock/clock.ts";
import { type FloodBudget, FloodGauge } from "./flood-gauge.ts";
import { LineSplitter } from "./line-splitter.ts";

export interface LineReader {
  line(line: string): void;
  /** There is too much to read: `line` is the last one read, or the beginning of one that does not end. */
  flood(line: string, reason: string): void;
  /** Whether nothing is to be read any more, so that the writer blocks as soon as its pipe is full. */
  isDeaf(): boolean;
  /** Whether the writer has died, so that the little that is left is to be read without delay. */
  isLast(): boolean;
}

export interface ReadLimits {
  readonly budget: FloodBudget;
  /** Characters after which a line counts as one that never ends. */
  readonly maxLineLength: number;
}

/** A stream that is being read. */
export interface Reading {
  /** Settles when the stream has been closed and its last line read. */
  readonly ended: Promise<void>;
  /** What has been read of a line whose end has not come yet. */
  readonly unfinished: string;
}

export function readLines(readable: Readable, reader: LineReader, clock: Clock, limits: ReadLimits): Reading {
  const { budget, maxLineLength } = limits;
  const gauge = new FloodGauge(budget);
  let lines = 0;
  let lastLine = "";
  const handler = {
    line: (line: string) => {
      lines += 1;
      lastLine = line;
      reader.line(line);
    },
    endless: (beginning: string) =>
      reader.flood(beginning, `a line of more than ${maxLineLength} characters; the rest of it is skipped`),
  };
  const splitter = new LineSplitter(handler, maxLineLength);
  readable.on("data", (chunk: Buffer) => {
    lines = 0;
    splitter.push(chunk);
    if (reader.isLast()) return;
    if (reader.isDeaf()) {
      readable.pause();
      return;
    }
    const wasFlooding = gauge.excess !== null;
    const now = clock.now();
    const readOn = gauge.count(lines, chunk.length, now);
    if (readOn === now) return;
    if (!wasFlooding) reader.flood(lastLine, `${gauge.excess}; it is read more slowly from now on`);
    readable.pause();
    clock.schedule(readOn, () => {
      if (!reader.isDeaf()) readable.resume();
    });
  });
  readable.on("error", () => {}); // A pipe that breaks is closed as well.
  const closed = new Promise<void>((resolve) => readable.once("close", resolve));
  return {
    ended: closed.then(() => splitter.end()),
    get unfinished() {
      return splitter.unfinished;
    },
  };
}
