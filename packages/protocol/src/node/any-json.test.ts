import * as fc from "fast-check";
import { expect, test } from "vitest";
import { echo } from "../contract/echo.ts";
import { txnRwRegister } from "../contract/txn-rw-register.ts";
import { message } from "../definition.ts";
import { probe } from "../testing/probe.ts";

/** JSON made of the words that mean something to a node or to JavaScript, `{"type": {"toString": 1}}` among it. */
const word = fc.constantFrom(
  ...[
    "type",
    "msg_id",
    "in_reply_to",
    "code",
    "text",
    "txn",
    "echo",
    "error",
    "ask",
    "ask_ok",
    "init",
    "node_id",
    "node_ids",
  ],
  ...["toString", "valueOf", "toJSON", "then", "constructor", "__proto__", "length", "message", "stack"],
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, -1, 1.5, 1e300, "", "n0", "c1"),
    word,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.array(fc.tuple(word, tie("json")), { maxLength: 4 }).map(Object.fromEntries),
  ),
}));
const body = fc.array(fc.tuple(word, json), { maxLength: 6 }).map(Object.fromEntries);

test("no message, whatever it is made of, fails a node or keeps the next one from its answer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("c1", "n1"),
      async (bodies, src) => {
        const node = await probe(
          (node) => {
            node.serve(echo, { echo: ({ echo }) => ({ echo }) });
            node.serve(txnRwRegister, { txn: ({ txn }) => ({ txn: txn.map((operation) => operation) }) });
            node.on(message<object, object>("ask"), (request) => request);
          },
          { nodeIds: ["n0", "n1"] },
        );
        void node.node.rpc("n1", message("ask"), {});
        for (const one of bodies) node.node.receive({ src, dest: "n0", body: one });
        await node.world.advance(6_000);
        expect(await node.request("c9", { type: "echo", echo: 7, msg_id: 99 })).toEqual({
          type: "echo_ok",
          echo: 7,
          in_reply_to: 99,
        });
      },
    ),
    { numRuns: 1_000 },
  );
});

test("a type that is no text, and cannot be made one, is answered with 12", async () => {
  const node = await probe(() => {});
  const type = JSON.parse('{"toString":1,"valueOf":1}');
  node.node.receive({ src: "c1", dest: "n0", body: { type } });
  node.node.receive({ src: "c1", dest: "n0", body: { type, msg_id: 7 } });
  expect(node.logged).toHaveLength(1);
  expect(node.sent.map(({ body }) => body)).toMatchObject([{ type: "error", code: 12, in_reply_to: 7 }]);
});
