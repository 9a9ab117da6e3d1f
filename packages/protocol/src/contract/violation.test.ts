import { describe, expect, test } from "vitest";
import type { Check } from "../definition.ts";
import { checkEnvelope, checkError } from "./body.ts";
import { broadcast } from "./broadcast.ts";
import { echo } from "./echo.ts";
import { init } from "./init.ts";
import { kafka } from "./kafka.ts";
import { kv } from "./kv.ts";
import { txnListAppend } from "./txn-list-append.ts";

/** Bodies are given as JSON text, as they come from a node: only so can a body have a key `__proto__` of its own. */
const cases: readonly (readonly [string, Check | null, string, string, string])[] = [
  ["no object", echo.echo.checkReply, "7", "", "must be object"],
  ["null", echo.echo.checkReply, "null", "", "must be object"],
  ["a list", echo.echo.checkReply, "[]", "", "must be object"],
  ["a missing key", echo.echo.checkReply, '{"type":"echo_ok","in_reply_to":1}', "/echo", "must be present"],
  ["no type at all", echo.echo.checkReply, "{}", "/type", "must be present"],
  [
    "another type, whatever else is wrong",
    echo.echo.checkReply,
    '{"type":"echo"}',
    "/type",
    'must be "echo_ok"',
  ],
  [
    "a mistyped field",
    echo.echo.checkReply,
    '{"type":"echo_ok","in_reply_to":"1","echo":1}',
    "/in_reply_to",
    "must be integer",
  ],
  [
    "a field that may be null",
    broadcast.read.checkReply,
    '{"type":"read_ok","in_reply_to":1,"messages":{}}',
    "/messages",
    "must be array or null",
  ],
  [
    "a key too many",
    echo.echo.checkReply,
    '{"type":"echo_ok","in_reply_to":1,"echo":1,"node":"n1"}',
    "/node",
    'must not be present: nothing called "node" belongs here',
  ],
  [
    "a key too many that JavaScript takes for something else",
    echo.echo.checkReply,
    '{"type":"echo_ok","in_reply_to":1,"echo":1,"__proto__":null}',
    "/__proto__",
    'must not be present: nothing called "__proto__" belongs here',
  ],
  [
    "a key too many that every object inherits",
    echo.echo.checkReply,
    '{"type":"echo_ok","in_reply_to":1,"echo":1,"constructor":null}',
    "/constructor",
    'must not be present: nothing called "constructor" belongs here',
  ],
  [
    "a key that a JSON Pointer must escape",
    kafka.poll.checkReply,
    '{"type":"poll_ok","in_reply_to":1,"msgs":{"a/b~c":[[1,2],["x",3]]}}',
    "/msgs/a~1b~0c/1/0",
    "must be integer",
  ],
  [
    "a value under __proto__",
    kafka.poll.checkReply,
    '{"type":"poll_ok","in_reply_to":1,"msgs":{"__proto__":[[1.5,2]]}}',
    "/msgs/__proto__/0/0",
    "must be integer",
  ],
  [
    "a pair without its message",
    kafka.poll.checkReply,
    '{"type":"poll_ok","in_reply_to":1,"msgs":{"a":[[1]]}}',
    "/msgs/a/0",
    "must NOT have fewer than 2 items",
  ],
  [
    "a micro-operation of no kind",
    txnListAppend.txn.checkRequest,
    '{"type":"txn","txn":[["w",1,2]]}',
    "/txn/0/0",
    'must be "r" or "append"',
  ],
  [
    "a read that says what it reads",
    txnListAppend.txn.checkRequest,
    '{"type":"txn","txn":[["append",1,2],["r",1,2]]}',
    "/txn/1/2",
    "must be null",
  ],
  [
    "a read of what is no list",
    txnListAppend.txn.checkReply,
    '{"type":"txn_ok","in_reply_to":1,"txn":[["r",1,2]]}',
    "/txn/0/2",
    "must be array or null",
  ],
  [
    "a micro-operation that is none",
    txnListAppend.txn.checkReply,
    '{"type":"txn_ok","in_reply_to":1,"txn":[7]}',
    "/txn/0",
    "must be array",
  ],
  [
    "an option of another type",
    kv.cas.checkRequest,
    '{"type":"cas","key":1,"from":1,"to":2,"create_if_not_exists":1}',
    "/create_if_not_exists",
    "must be boolean",
  ],
  [
    "a node without a name",
    init.init.checkRequest,
    '{"type":"init","node_id":"n0","node_ids":[0]}',
    "/node_ids/0",
    "must be string",
  ],
  ["an error without a code", checkError, '{"type":"error","in_reply_to":1}', "/code", "must be present"],
  [
    "an envelope of a string",
    checkEnvelope,
    '{"src":"n0","dest":"n1","body":"hi"}',
    "/body",
    "must be object or null",
  ],
];

describe("a violation says where and what", () => {
  test.each(cases)("%s", (_name, check, json, path, message) => {
    expect(check?.(JSON.parse(json))).toEqual({ path, message });
  });
});
