import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { LineWriter } from "./line-writer.ts";

/** A pipe that holds one write until it is read. */
function pipe() {
  const writes: string[] = [];
  let read: () => void = () => {};
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      writes.push(String(chunk));
      read = done;
    },
  });
  return { stream, writes, read: () => read() };
}

test("writes the lines of one turn together, and each with its end", async () => {
  const { stream, writes } = pipe();
  const writer = new LineWriter(stream);
  writer.write("a");
  writer.write("b");
  expect(writes).toEqual([]);
  await nextTurn();
  expect(writes).toEqual(["a\nb\n"]);
});

test("keeps what comes while the pipe is full, and writes it in order when there is room", async () => {
  const { stream, writes, read } = pipe();
  const writer = new LineWriter(stream);
  writer.write("a");
  await nextTurn();
  writer.write("b");
  await nextTurn();
  writer.write("c");
  await nextTurn();
  expect(writes).toEqual(["a\n"]);
  expect(stream.writableLength).toBe(2);
  read();
  await nextTurn();
  expect(writes).toEqual(["a\n", "b\nc\n"]);
});

test("says nothing when the reader has died", async () => {
  const { stream, writes } = pipe();
  const writer = new LineWriter(stream);
  writer.write("a");
  stream.destroy(new Error("EPIPE"));
  writer.write("b");
  await nextTurn();
  writer.write("c");
  await nextTurn();
  expect(writes).toEqual([]);
});
