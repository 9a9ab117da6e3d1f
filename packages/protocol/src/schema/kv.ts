/**
 * Key-value stores: the services `lin-kv`, `seq-kv` and `lww-kv` (MAELSTROM.md 11.1), and the workload `lin-kv`
 * (10.6), in which the nodes themselves are such a store. Only `cas` differs between the two.
 *
 * The services themselves take a missing key or value for null, without complaint; here it is a fault, because
 * nobody means it.
 */
import { anything, boolean } from "./json-schema.ts";
import type { Protocol, Rpc } from "./rpc.ts";

const keyDoesNotExist = 20;
const preconditionFailed = 22;

const key = anything('Any value, null included. Equal if equal in structure: 1 is not "1".');

const read: Rpc = {
  type: "read",
  name: "KvRead",
  description: "Asks for the value of a key.",
  request: { key },
  reply: { value: anything("The value of the key.") },
  errors: [keyDoesNotExist],
  examples: [{ request: { key: 3 }, reply: { value: 5 } }],
};

const write: Rpc = {
  type: "write",
  name: "KvWrite",
  description: "Sets the value of a key, whether or not it existed.",
  request: { key, value: anything("The new value.") },
  reply: {},
  examples: [{ request: { key: 3, value: 5 }, reply: {} }],
};

const cas: Rpc = {
  type: "cas",
  name: "LinKvCas",
  description: "Sets the value of a key to `to` if it is `from` (compare and set).",
  request: { key, from: anything("The value that is expected."), to: anything("The new value.") },
  reply: {},
  errors: [keyDoesNotExist, preconditionFailed],
  examples: [{ request: { key: 3, from: 5, to: 6 }, reply: {} }],
};

const casOrCreate: Rpc = {
  ...cas,
  name: "KvCas",
  request: {
    ...cas.request,
    create_if_not_exists: boolean(
      "Whether a missing key is set to `to`, whatever `from` is. The service `lww-kv` ignores it and answers 20.",
    ),
  },
  optional: ["create_if_not_exists"],
  examples: [
    ...cas.examples,
    { request: { key: "seen", from: [], to: ["n1"], create_if_not_exists: true }, reply: {} },
  ],
};

export const linKv: Protocol = {
  name: "lin-kv",
  kind: "workload",
  description: "The nodes are a linearizable key-value store.",
  rpcs: [read, write, cas],
};

export const kv: Protocol = {
  name: "kv",
  kind: "service",
  description:
    "The services `lin-kv` (linearizable), `seq-kv` (sequentially consistent) and `lww-kv` (last write wins) speak alike.",
  rpcs: [read, write, casOrCreate],
};
