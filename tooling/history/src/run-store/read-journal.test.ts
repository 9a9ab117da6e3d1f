import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FressianWriter } from "../../test/fressian-writer.ts";
import { type Datum, Float, keyword } from "../datum.ts";
import { readJournal } from "./read-journal.ts";
import { StoreError } from "./store-error.ts";

const SAMPLE = join(import.meta.dirname, "../../test/corpus/echo/015");

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "glomers-journal-"));
  mkdirSync(join(directory, "net-journal"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function event(writer: FressianWriter, number: number, time: number, type: string, id: number, body: Datum) {
  writer.struct("ev", 4, () => {
    writer.integer(number).integer(time).datum(keyword(type));
    writer.struct("msg", 4, () => writer.integer(id).datum("c0").datum("n0").datum(body));
  });
}

function stripe(name: string, write: (writer: FressianWriter) => void): void {
  const writer = new FressianWriter();
  write(writer);
  writeFileSync(join(directory, "net-journal", name), writer.bytes);
}

describe("a journal of Maelstrom's", () => {
  test("begins with init, and has every message sent and received", () => {
    const journal = readJournal(SAMPLE) ?? [];
    expect(journal.slice(0, 4).map(({ type, message }) => [type, message.src, message.dest])).toStrictEqual([
      ["send", "c0", "n0"],
      ["recv", "c0", "n0"],
      ["send", "n0", "c0"],
      ["recv", "n0", "c0"],
    ]);
    expect(journal[0]).toStrictEqual({
      type: "send",
      time: 0,
      message: {
        id: 0,
        src: "c0",
        dest: "n0",
        body: { type: "init", node_id: "n0", node_ids: ["n0"], msg_id: 1 },
      },
    });
    const received = new Set(journal.flatMap(({ type, message }) => (type === "recv" ? [message.id] : [])));
    expect(journal.every(({ message }) => received.has(message.id))).toBe(true);
  });
});

describe("a journal", () => {
  test("in several files is one, in the order of its events, timed from the first", () => {
    stripe("1.fressian", (writer) => {
      event(writer, 0, 1000, "send", 0, { type: "read" });
      event(writer, 3, 1700, "recv", 1, { type: "read_ok" });
    });
    stripe("10.fressian", (writer) => {
      event(writer, 1, 1300, "recv", 0, { type: "read" });
      event(writer, 2, 1400, "send", 1, { type: "read_ok" });
    });
    expect(readJournal(directory)?.map(({ type, time, message }) => [type, time, message.id])).toStrictEqual([
      ["send", 0, 0],
      ["recv", 300, 0],
      ["send", 400, 1],
      ["recv", 700, 1],
    ]);
  });

  test("has bodies as they went over the wire", () => {
    const body = new Map<Datum, Datum>([
      [keyword("type"), keyword("poll")],
      ["7", 9007199254740993n],
      [8, new Set([new Float(1)])],
    ]);
    stripe("0.fressian", (writer) => event(writer, 0, 0, "send", 0, body));
    expect(readJournal(directory)?.[0]?.message.body).toStrictEqual({
      type: "poll",
      "7": 9007199254740993n,
      "8": [new Float(1)],
    });
  });

  test("is absent where there is none", () => {
    expect(readJournal(directory)).toBeNull();
    rmSync(join(directory, "net-journal"), { recursive: true });
    expect(readJournal(directory)).toBeNull();
  });
});

describe("a broken journal", () => {
  test.each<[string, (writer: FressianWriter) => void]>([
    ["byte 0: there should be a struct ev of 4 fields", (writer) => writer.integer(1)],
    [
      "byte 0: an event should be a number, a time, a type and a message",
      (writer) =>
        writer.struct("ev", 4, () => writer.datum(null).integer(1).datum(keyword("send")).integer(1)),
    ],
    ["byte 0: an event is :send or :recv, not :drop", (writer) => event(writer, 0, 0, "drop", 0, {})],
    [
      "byte 0: there should be a struct msg of 4 fields",
      (writer) => writer.struct("ev", 4, () => writer.integer(0).integer(1).datum(keyword("send")).datum({})),
    ],
  ])("%s", (message, write) => {
    stripe("0.fressian", write);
    expect(() => readJournal(directory)).toThrow(
      `store: ${join(directory, "net-journal/0.fressian")} is no journal: Fressian, ${message}; `,
    );
  });

  test("that is cut off names the file", () => {
    cpSync(join(SAMPLE, "net-journal"), join(directory, "net-journal"), { recursive: true });
    stripe("2.fressian", (writer) => writer.raw(0xef, 0xdc, 0x65));
    expect(() => readJournal(directory)).toThrow(StoreError);
    expect(() => readJournal(directory)).toThrow(
      /2\.fressian is no journal: Fressian, byte 3: the file ends/,
    );
  });
});
