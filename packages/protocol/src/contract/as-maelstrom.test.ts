/**
 * Whether our checks take and refuse what Maelstrom takes and refuses.
 *
 * The expectation is written here a second time, and in another way than in src/schema: as predicates, field by field,
 * after MAELSTROM.md 7.2, 10 and 11. Bodies are the schemas' examples, damaged. Both must agree on every one of them.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Check, Contract } from "../definition.ts";
import { catalogue } from "../schema/catalogue.ts";
import { replySchema, requestSchema } from "../schema/rpc.ts";
import { checkEnvelope } from "./body.ts";
import { init } from "./init.ts";
import { serviceContracts, workloadContracts } from "./workloads.ts";

type Predicate = (value: unknown) => boolean;
type Shape = { readonly [key: string]: Predicate };

const any: Predicate = () => true;
const integer: Predicate = Number.isInteger;
const string: Predicate = (value) => typeof value === "string";
const nothing: Predicate = (value) => value === null;
const exactly =
  (expected: string): Predicate =>
  (value) =>
    value === expected;
const listOf =
  (item: Predicate): Predicate =>
  (value) =>
    Array.isArray(value) && value.every(item);
const nullOr =
  (predicate: Predicate): Predicate =>
  (value) =>
    value === null || predicate(value);
const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const mapOf =
  (item: Predicate): Predicate =>
  (value) =>
    isObject(value) && Object.values(value).every(item);
const row =
  (...items: readonly Predicate[]): Predicate =>
  (value) =>
    Array.isArray(value) && value.length === items.length && items.every((item, index) => item(value[index]));
const oneOf =
  (...predicates: readonly Predicate[]): Predicate =>
  (value) =>
    predicates.some((predicate) => predicate(value));

const read = row(exactly("r"), any, nothing);
const append = row(exactly("append"), any, any);
const write = row(exactly("w"), any, any);
const counter = { add: [{ delta: integer }, {}], read: [{}, { value: integer }] } as const;
const keyValue = { read: [{ key: any }, { value: any }], write: [{ key: any, value: any }, {}] } as const;
const cas = { key: any, from: any, to: any };

/** Fields of requests and of replies. */
const expected: { readonly [protocol: string]: { readonly [type: string]: readonly [Shape, Shape] } } = {
  init: { init: [{ node_id: string, node_ids: listOf(string) }, {}] },
  echo: { echo: [{ echo: any }, { echo: any }] },
  "unique-ids": { generate: [{}, { id: any }] },
  broadcast: {
    topology: [{ topology: mapOf(listOf(string)) }, {}],
    broadcast: [{ message: any }, {}],
    read: [{}, { messages: nullOr(listOf(any)) }],
  },
  "g-set": { add: [{ element: any }, {}], read: [{}, { value: nullOr(listOf(any)) }] },
  "g-counter": counter,
  "pn-counter": counter,
  "lin-kv": { ...keyValue, cas: [cas, {}] },
  kafka: {
    send: [{ key: string, msg: any }, { offset: integer }],
    poll: [{ offsets: mapOf(integer) }, { msgs: mapOf(nullOr(listOf(row(integer, any)))) }],
    commit_offsets: [{ offsets: mapOf(integer) }, {}],
    list_committed_offsets: [{ keys: listOf(string) }, { offsets: mapOf(integer) }],
  },
  "txn-list-append": {
    txn: [
      { txn: listOf(oneOf(read, append)) },
      { txn: nullOr(listOf(oneOf(row(exactly("r"), any, nullOr(listOf(any))), append))) },
    ],
  },
  "txn-rw-register": {
    txn: [
      { txn: listOf(oneOf(read, write)) },
      { txn: nullOr(listOf(oneOf(row(exactly("r"), any, any), write))) },
    ],
  },
  kv: { ...keyValue, cas: [{ ...cas, "create_if_not_exists?": (value) => typeof value === "boolean" }, {}] },
  "lin-tso": { ts: [{}, { ts: integer }] },
};

/** Keys with a question mark may be absent; an open shape may have others besides. */
function fits(shape: Shape, open: boolean): Predicate {
  const keys = Object.keys(shape).map((key) => key.replace("?", ""));
  return (value) =>
    isObject(value) &&
    Object.entries(shape).every(([key, predicate]) => {
      const name = key.replace("?", "");
      return Object.hasOwn(value, name) ? predicate(Reflect.get(value, name)) : key.endsWith("?");
    }) &&
    (open || Object.keys(value).every((key) => keys.includes(key)));
}

const contracts: { readonly [protocol: string]: Contract } = {
  ...serviceContracts,
  ...workloadContracts,
  init,
  kv: serviceContracts["seq-kv"],
};

const treacherousKeys = ["__proto__", "constructor", "toString", "hasOwnProperty", "extra", "msg_id", ""];

/** JSON texts of an example with one thing changed, somewhere. Text, for only a parser makes a key `__proto__`. */
function damaged(example: unknown): fc.Arbitrary<string> {
  const value = fc.oneof(
    fc.constantFrom<unknown>(null, 0, -1, 1.5, "", "r", true, [], {}, [[]], [null], { a: null }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const replaced = value.map((other) => JSON.stringify(other));
  if (Array.isArray(example)) {
    const items = example.map((item) => JSON.stringify(item));
    const within = example.map((item, index) => damaged(item).map((text) => `[${items.with(index, text)}]`));
    const shorter = example.map((_, index) => fc.constant(`[${items.toSpliced(index, 1)}]`));
    const longer = replaced.map((text) => `[${[...items, text]}]`);
    return fc.oneof(replaced, longer, ...within, ...shorter);
  }
  if (isObject(example)) {
    const entries = Object.entries(example);
    const texts = entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`);
    const within = entries.map(([key, item], index) =>
      damaged(item).map((text) => `{${texts.with(index, `${JSON.stringify(key)}:${text}`)}}`),
    );
    const without = texts.map((_, index) => fc.constant(`{${texts.toSpliced(index, 1)}}`));
    const key = fc.oneof(fc.constantFrom(...treacherousKeys), fc.string());
    const withMore = fc
      .tuple(key, replaced)
      .filter(([name]) => !Object.hasOwn(example, name))
      .map(([name, text]) => `{${[...texts, `${JSON.stringify(name)}:${text}`]}}`);
    return fc.oneof(replaced, withMore, withMore, ...within, ...without);
  }
  return replaced;
}

/** The parent of whatever a violation points at must be there, or nobody could find the place. */
function parentExists(body: unknown, path: string): boolean {
  const keys = path.split("/").slice(1, -1);
  return (
    keys.reduce<unknown>((at, key) => {
      const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
      return typeof at === "object" && at !== null && Object.hasOwn(at, name)
        ? Reflect.get(at, name)
        : undefined;
    }, body) !== undefined
  );
}

function expectAgreement(check: Check | null, predicate: Predicate, examples: readonly unknown[]): void {
  for (const example of examples) {
    expect(check?.(example)).toBeNull();
    expect(predicate(example)).toBe(true);
    fc.assert(
      fc.property(damaged(example), (json) => {
        const body: unknown = JSON.parse(json);
        const violation = check?.(body);
        expect(violation === null).toBe(predicate(body));
        if (violation) expect(parentExists(body, violation.path)).toBe(true);
      }),
      { numRuns: 400 },
    );
  }
}

describe.each(catalogue)("$name", ({ name, rpcs }) => {
  test.each(rpcs)("$type", (rpc) => {
    const definition = contracts[name]?.[rpc.type];
    const [request = {}, reply = {}] = expected[name]?.[rpc.type] ?? [];
    expect(definition).toMatchObject({ type: rpc.type, replyType: `${rpc.type}_ok` });

    const asked = fits({ type: exactly(rpc.type), "msg_id?": integer, ...request }, true);
    expectAgreement(definition?.checkRequest ?? null, asked, requestSchema(rpc).examples ?? []);

    // Of init_ok, Maelstrom looks at the type alone; whatever else it says passes there and nowhere else.
    const open = name === "init";
    const head = {
      type: exactly(`${rpc.type}_ok`),
      in_reply_to: integer,
      ...(open ? {} : { "msg_id?": integer }),
    };
    const answered = fits({ ...head, ...reply }, open);
    expectAgreement(definition?.checkReply ?? null, answered, replySchema(rpc).examples ?? []);
  });
});

test("every message of the catalogue is expected here, and no other", () => {
  const spoken = catalogue.map(({ name, rpcs }) => [name, rpcs.map(({ type }) => type)]);
  expect(Object.entries(expected).map(([name, types]) => [name, Object.keys(types)])).toEqual(spoken);
});

test("the envelope", () => {
  const body: Predicate = (value) => value === null || isObject(value);
  expectAgreement(checkEnvelope, fits({ "id?": integer, src: string, dest: string, "body?": body }, false), [
    { id: 3, src: "n0", dest: "c1", body: { type: "echo_ok" } },
    { src: "n0", dest: "c1" },
  ]);
});
