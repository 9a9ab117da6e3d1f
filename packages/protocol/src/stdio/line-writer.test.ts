import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { LineWriter } from "./line-writer.ts";

/** A stream that records its writes and finishes each only when told to. */
function slowStream(): { stream: Writable; writes: string[]; finish: () => void } {
  const writes: string[] = [];
  let done: (() => void) | undefined;
  const stream = new Writable({
    decodeStrings: false,
    write(text, _encoding, callback) {
      writes.push(text);
      done = callback;
    },
  });
  return { stream, writes, finish: () => done?.() };
}

test("the lines of a turn leave together, whole, at its end", async () => {
  const { stream, writes, finish } = slowStream();
  const writer = new LineWriter(stream, () => {});
  writer.write("1");
  await Promise.resolve();
  writer.write("2");
  expect(writes).toEqual([]);
  await turn();
  expect(writes).toEqual(["1\n2\n"]);
  finish();
  writer.write("3");
  await turn();
  expect(writes).toEqual(["1\n2\n", "3\n"]);
});

test("a clogged stream gets no more, its owner is told, and all goes out in order when it is free", async () => {
  const { stream, writes, finish } = slowStream();
  const told: boolean[] = [];
  const writer = new LineWriter(stream, (clogged) => told.push(clogged));
  const large = "x".repeat(stream.writableHighWaterMark);
  writer.write(large);
  await turn();
  expect(told).toEqual([true]);
  writer.write("1");
  await turn();
  writer.write("2");
  await turn();
  expect(writes).toEqual([`${large}\n`]);
  finish();
  await turn();
  expect(told).toEqual([true, false]);
  expect(writes).toEqual([`${large}\n`, "1\n2\n"]);
});

test("a stream that takes a large write at once is not clogged", async () => {
  const told: boolean[] = [];
  const stream = new Writable({ write: (_chunk, _encoding, callback) => callback() });
  const writer = new LineWriter(stream, (clogged) => told.push(clogged));
  writer.write("x".repeat(2 * stream.writableHighWaterMark));
  await turn();
  expect(told).toEqual([]);
});

test("much output does not wait for the end of the turn", () => {
  const { stream, writes } = slowStream();
  const writer = new LineWriter(stream, () => {});
  writer.write("x".repeat(2 ** 18));
  expect(writes).toHaveLength(1);
});

test("flushed resolves when the last line has left", async () => {
  const { stream, writes, finish } = slowStream();
  const writer = new LineWriter(stream, () => {});
  writer.write("1");
  let isFlushed = false;
  const flushed = writer.flushed().then(() => {
    isFlushed = true;
  });
  await turn();
  expect(writes).toEqual(["1\n"]);
  expect(isFlushed).toBe(false);
  finish();
  await flushed;
  expect(writes).toEqual(["1\n"]);
});
