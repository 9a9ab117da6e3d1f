import { type ExactJson, type ExactRecord, Float } from "@gossip-glomers/history";
import { expect, test } from "vitest";
import { linKvService } from "./lin-kv.ts";
import { lwwKvService } from "./lww-kv.ts";
import { seqKvService } from "./seq-kv.ts";
import { UnknownRequest } from "./state-machine.ts";
import { talk } from "./talk.fixture.ts";

const missing = { type: "error", code: 20, text: "key does not exist" };

test("a key from its creation to a cas that comes too late", () => {
  const { ask } = talk(linKvService);
  expect(ask("n0", { type: "read", key: "k" })).toEqual(missing);
  expect(ask("n0", { type: "cas", key: "k", from: 1, to: 2 })).toEqual(missing);
  expect(ask("n0", { type: "write", key: "k", value: 1 })).toEqual({ type: "write_ok" });
  expect(ask("n0", { type: "cas", key: "k", from: 1, to: 3 })).toEqual({ type: "cas_ok" });
  expect(ask("n0", { type: "cas", key: "k", from: 1, to: 4 })).toEqual({
    type: "error",
    code: 22,
    text: "current value 3 is not 1",
  });
  expect(ask("n0", { type: "read", key: "k" })).toEqual({ type: "read_ok", value: 3 });
});

test.each<[current: ExactJson, from: ExactJson, text: string]>([
  [3, 4, "current value 3 is not 4"],
  [1, "1", 'current value 1 is not "1"'],
  [9007199254740993n, 9007199254740992n, "current value 9007199254740993 is not 9007199254740992"],
  [1, new Float(1), "current value 1 is not 1.0"],
  [{ v: [1, 2] }, null, 'current value {"v" [1 2]} is not nil'],
  [[{ a: true }, 1.5], [], 'current value [{"a" true} 1.5] is not []'],
])("cas of %o from %o", (value, from, text) => {
  const { ask } = talk(linKvService);
  ask("n0", { type: "write", key: "k", value });
  expect(ask("n0", { type: "cas", key: "k", from, to: 0 })).toEqual({ type: "error", code: 22, text });
});

test("cas compares structure", () => {
  const { ask } = talk(linKvService);
  ask("n0", { type: "write", key: "k", value: { a: [1], b: null } });
  expect(ask("n0", { type: "cas", key: "k", from: { b: null, a: [1] }, to: 0 })).toEqual({ type: "cas_ok" });
});

test.each<ExactJson>([null, "__proto__", "constructor", "", [1, { a: 2 }], { b: 1, a: 2 }])(
  "%j is a key",
  (key) => {
    const { ask } = talk(linKvService);
    expect(ask("n0", { type: "read", key })).toEqual(missing);
    ask("n0", { type: "write", key, value: null });
    expect(ask("n0", { type: "read", key })).toEqual({ type: "read_ok", value: null });
  },
);

test.each<[ExactJson, ExactJson]>([
  [1, "1"],
  [1, new Float(1)],
  [9007199254740993n, 9007199254740992n],
])("%s and %s are two keys", (written, read) => {
  const { ask } = talk(linKvService);
  ask("n0", { type: "write", key: written, value: "here" });
  expect(ask("n0", { type: "read", key: read })).toEqual(missing);
  expect(ask("n0", { type: "read", key: written })).toEqual({ type: "read_ok", value: "here" });
});

test("a field that is not there is null", () => {
  const { ask } = talk(linKvService);
  expect(ask("n0", { type: "write" })).toEqual({ type: "write_ok" });
  expect(ask("n0", { type: "read", key: null })).toEqual({ type: "read_ok", value: null });
  expect(ask("n0", { type: "cas", to: 1 })).toEqual({ type: "cas_ok" });
});

test.each<[ExactJson, boolean]>([
  [true, true],
  [0, true],
  [false, false],
  [null, false],
])("create_if_not_exists %j creates: %s; lww-kv never does", (create, creates) => {
  const cas: ExactRecord = { type: "cas", key: "k", from: "whatever", to: 7, create_if_not_exists: create };
  expect(talk(linKvService).ask("n0", cas)).toEqual(creates ? { type: "cas_ok" } : missing);
  expect(talk(seqKvService("clamped")).ask("n0", cas)).toEqual(creates ? { type: "cas_ok" } : missing);
  expect(talk(lwwKvService).ask("n0", cas)).toEqual(missing);
});

test.each([{}, { type: "delete" }, { type: null }, { type: "toString" }])("%j is not known", (body) => {
  expect(() => talk(linKvService).ask("n0", body)).toThrow(UnknownRequest);
});
