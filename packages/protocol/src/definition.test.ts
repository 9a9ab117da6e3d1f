import { describe, expect, expectTypeOf, test } from "vitest";
import type { broadcast } from "./contract/broadcast.ts";
import type { kafka } from "./contract/kafka.ts";
import type { kv } from "./contract/kv.ts";
import type { txnListAppend } from "./contract/txn-list-append.ts";
import { message, type ReplyOf, type RequestOf } from "./definition.ts";
import type { Json } from "./message.ts";

describe("message", () => {
  test("a message of one's own is checked by nobody", () => {
    expect(message("gossip")).toEqual({
      type: "gossip",
      replyType: "gossip_ok",
      checkRequest: null,
      checkReply: null,
    });
  });

  test("checks and another type of reply may be given", () => {
    const check = () => null;
    expect(message("ask", { replyType: "answer", checkRequest: check, checkReply: check })).toEqual({
      type: "ask",
      replyType: "answer",
      checkRequest: check,
      checkReply: check,
    });
  });
});

describe("types", () => {
  test("of one's own messages are those given, and a reply is empty unless said otherwise", () => {
    const gossip = message<{ readonly seen: readonly number[] }>("gossip");
    expectTypeOf<RequestOf<typeof gossip>>().toEqualTypeOf<{ readonly seen: readonly number[] }>();
    expectTypeOf<ReplyOf<typeof gossip>>().toEqualTypeOf<Record<string, never>>();
  });

  test("of Maelstrom's messages come from the schemas", () => {
    expectTypeOf<RequestOf<typeof broadcast.topology>>().branded.toEqualTypeOf<{
      readonly topology: { readonly [node: string]: readonly string[] };
    }>();
    expectTypeOf<ReplyOf<typeof broadcast.read>>().toEqualTypeOf<{
      readonly messages: readonly Json[] | null;
    }>();
    expectTypeOf<ReplyOf<typeof broadcast.topology>>().toEqualTypeOf<Record<string, never>>();
    expectTypeOf<ReplyOf<typeof kafka.poll>>().branded.toEqualTypeOf<{
      readonly msgs: { readonly [key: string]: readonly (readonly [number, Json])[] | null };
    }>();
    expectTypeOf<RequestOf<typeof kv.cas>>().toEqualTypeOf<{
      readonly key: Json;
      readonly from: Json;
      readonly to: Json;
      readonly create_if_not_exists?: boolean;
    }>();
    expectTypeOf<RequestOf<typeof txnListAppend.txn>>().toEqualTypeOf<{
      readonly txn: readonly (readonly ["r", Json, null] | readonly ["append", Json, Json])[];
    }>();
  });

  test("of an empty reply take no key too many", () => {
    expectTypeOf<{ readonly extra: 1 }>().not.toExtend<ReplyOf<typeof broadcast.broadcast>>();
    expectTypeOf<Record<never, never>>().toExtend<ReplyOf<typeof broadcast.broadcast>>();
  });
});
