import * as fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { broadcast } from "../contract/broadcast.ts";
import { gCounter } from "../contract/counter.ts";
import { echo } from "../contract/echo.ts";
import { type Definition, message } from "../definition.ts";
import { RpcError } from "../error/rpc-error.ts";
import type { Json } from "../message.ts";
import { freshProbe, probe } from "../testing/probe.ts";
import type { Node } from "./node.ts";
import { deepest } from "./printable.ts";

const ask: Definition<{ readonly n: number }, { readonly n: number }> = message("ask");
const tell: Definition<{ readonly n: number }, Record<string, never>> = message("tell");

/** A promise of `value` that is kept `ms` milliseconds from now. */
function later<T>(node: Node, ms: number, value: T): Promise<T> {
  return new Promise((resolve) => node.after(ms, () => resolve(value)));
}

describe("a request", () => {
  test("is handed over as its payload and its context", async () => {
    const seen: unknown[] = [];
    const node = await probe((node) =>
      node.on(ask, (request, context) => {
        seen.push([request, context]);
        return request;
      }),
    );
    await node.request("c1", { type: "ask", n: 5, msg_id: 3 });
    const body = { type: "ask", n: 5, msg_id: 3 };
    expect(seen).toEqual([[{ n: 5 }, { src: "c1", msgId: 3, message: { src: "c1", dest: "n0", body } }]]);
  });

  test("that is nested too deeply to be passed on is refused, and not handed over", async () => {
    let handed = 0;
    const node = await probe((node) => {
      node.serve(echo, {
        echo: ({ echo }) => {
          handed += 1;
          return { echo };
        },
      });
    });
    const nested = (levels: number): Json => (levels === 0 ? [] : [nested(levels - 1)]);
    // Two levels more than the lists that the function adds: the innermost, and the body.
    const fits = await node.request("c1", { type: "echo", msg_id: 3, echo: nested(deepest - 2) });
    const refused = await node.request("c1", { type: "echo", msg_id: 4, echo: nested(deepest - 1) });
    expect(fits.type).toBe("echo_ok");
    expect(refused).toMatchObject({ code: 12, text: expect.stringContaining("500 levels") });
    expect(handed).toBe(1);
  });

  test("of a node may wrap what a client may just have sent, or it would be sent again for ever", async () => {
    const node = await probe((node) => {
      node.serve(echo, { echo: ({ echo }) => ({ echo }) });
    });
    const nested = (levels: number): Json => (levels === 0 ? [] : [nested(levels - 1)]);
    expect((await node.request("n1", { type: "echo", msg_id: 3, echo: nested(deepest + 10) })).type).toBe(
      "echo_ok",
    );
    expect(await node.request("n1", { type: "echo", msg_id: 4, echo: nested(deepest + 20) })).toMatchObject({
      code: 12,
    });
  });

  test("without msg_id gets no reply", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => ({ n })));
    node.deliver("n1", { type: "ask", n: 5 });
    expect(node.sent).toEqual([]);
  });

  test("is answered within the turn if its handler is synchronous", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => ({ n: n + 1 })));
    node.deliver("c1", { type: "ask", n: 5, msg_id: 3 });
    expect(node.sent).toEqual([{ src: "n0", dest: "c1", body: { type: "ask_ok", n: 6, in_reply_to: 3 } }]);
  });

  test("is answered when the promise of a plain function is kept", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => later(node, 10, { n })));
    node.deliver("c1", { type: "ask", n: 5, msg_id: 3 });
    expect(node.sent).toEqual([]);
    await node.world.advance(10);
    expect(node.sent).toMatchObject([{ body: { type: "ask_ok", n: 5, in_reply_to: 3 } }]);
  });

  test("is answered once, however often a promise of somebody else's is kept", async () => {
    const node = await probe((node) =>
      node.on(ask, ({ n }) => ({
        // @ts-expect-error Less than a promise has, as in some libraries' queries.
        // biome-ignore lint/suspicious/noThenProperty: that is what is tried here.
        then(keep: (answer: { n: number }) => void) {
          keep({ n });
          keep({ n: n + 1 });
          throw new Error("too late");
        },
      })),
    );
    node.deliver("c1", { type: "ask", n: 1, msg_id: 3 });
    await node.world.settle();
    expect(node.sent.map(({ body }) => body)).toEqual([{ type: "ask_ok", n: 1, in_reply_to: 3 }]);
    await expect(node.node.settled()).resolves.toBeUndefined();
  });

  test("whose handler returns nothing is answered with the empty payload", async () => {
    const node = await probe((node) =>
      node.serve(broadcast, {
        topology: () => {},
        broadcast: async () => {},
        read: () => ({ messages: [] }),
      }),
    );
    expect(await node.request("c1", { type: "topology", topology: {}, msg_id: 1 })).toEqual({
      type: "topology_ok",
      in_reply_to: 1,
    });
    expect(await node.request("c1", { type: "broadcast", message: 1, msg_id: 2 })).toEqual({
      type: "broadcast_ok",
      in_reply_to: 2,
    });
  });

  test("of one sender goes to its handler in order, whatever takes how long", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.nat(20)), { maxLength: 20 }), async (delays) => {
        const begun: number[] = [];
        const node = await probe((node) =>
          node.on(ask, ({ n }) => {
            begun.push(n);
            const delay = delays[n];
            return typeof delay === "number" ? later(node, delay, { n }) : { n };
          }),
        );
        for (const n of delays.keys()) node.deliver("n1", { type: "ask", n, msg_id: n });
        expect(begun).toEqual([...delays.keys()]);
        await node.world.advance(20);
        // Each is answered, and exactly once.
        expect(node.sent.map(({ body }) => body.in_reply_to).sort()).toEqual([...delays.keys()].sort());
      }),
    );
  });
});

describe("a fault of the request", () => {
  test.each(["nonsense", "constructor", "__proto__", "toString"])(
    "type %j is answered with 10",
    async (type) => {
      const node = await probe((node) => node.serve(echo, { echo: ({ echo }) => ({ echo }) }));
      expect(await node.request("c1", { type, msg_id: 3 })).toEqual({
        type: "error",
        in_reply_to: 3,
        code: 10,
        text: `this node does not serve ${JSON.stringify(type)}`,
      });
    },
  );

  test("that nobody waits for is logged and not answered", async () => {
    const node = await probe((node) => node.serve(gCounter, { add: () => {}, read: () => ({ value: 0 }) }));
    node.deliver("n1", { type: "nonsense" });
    node.deliver("n1", { type: "add", delta: "x" });
    expect(node.sent).toEqual([]);
    expect(node.logged.map(({ level, line }) => `${level} ${line}`)).toEqual([
      expect.stringMatching(/^warn Nobody waits .* nonsense, sent by n1: not-supported \(10\)/),
      expect.stringMatching(/^warn Nobody waits .* add, sent by n1: malformed-request \(12\).*\/delta/),
    ]);
  });

  test("a broken body is answered with 12 and the path, and the handler sees nothing of it", async () => {
    const node = await probe((node) =>
      node.serve(gCounter, {
        add: () => {
          throw new Error("must not be called");
        },
        read: () => ({ value: 0 }),
      }),
    );
    expect(await node.request("c1", { type: "add", delta: "five", msg_id: 3 })).toMatchObject({
      code: 12,
      text: "add: /delta must be integer",
      in_reply_to: 3,
    });
    expect(await node.request("c1", { type: "add", msg_id: 4 })).toMatchObject({
      code: 12,
      text: "add: /delta must be present",
    });
  });

  test("a type that is no string is answered with 12", async () => {
    const node = await probe(() => {});
    node.node.receive({ src: "c1", dest: "n0", body: { type: 5, msg_id: 3 } });
    expect(node.sent).toMatchObject([
      { dest: "c1", body: { code: 12, in_reply_to: 3, text: expect.stringContaining("/type") } },
    ]);
  });

  test("a msg_id that is no integer cannot be answered and is logged", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => ({ n })));
    node.node.receive({ src: "c1", dest: "n0", body: { type: "ask", n: 1, msg_id: "x" } });
    expect(node.sent).toEqual([]);
    expect(node.logged).toMatchObject([
      { level: "warn", line: expect.stringContaining("/msg_id must be an integer") },
    ]);
  });
});

describe("a handler that throws", () => {
  const thrown: unknown[] = [
    RpcError.keyDoesNotExist("no key 5"),
    // What an RpcError of another copy of this package looks like: same brand, strange class.
    Object.assign(Object.create({ toBody: RpcError.prototype.toBody }), {
      code: 20,
      text: "no key 5",
      fields: {},
      [Symbol.for("@gossip-glomers/protocol/RpcError")]: true,
    }),
  ];
  for (const error of thrown) {
    for (const [kind, handler] of [
      [
        "synchronously",
        () => {
          throw error;
        },
      ],
      [
        "asynchronously",
        async () => {
          throw error;
        },
      ],
    ] as const) {
      test(`an RpcError (${error instanceof RpcError ? "ours" : "of another copy"}) ${kind} replies with it`, async () => {
        const node = await probe((node) => node.on(ask, handler));
        expect(await node.request("c1", { type: "ask", n: 1, msg_id: 3 })).toEqual({
          type: "error",
          in_reply_to: 3,
          code: 20,
          text: "no key 5",
        });
        expect(node.logged).toEqual([]);
      });
    }
  }

  test.each([
    [
      "synchronously",
      () => {
        throw new Error("boom");
      },
    ],
    [
      "asynchronously",
      async () => {
        throw new Error("boom");
      },
    ],
  ])("anything else %s replies with 13 and logs the stack; the node goes on", async (_kind, handler) => {
    const node = await probe((node) => {
      node.on(ask, handler);
      node.serve(echo, { echo: ({ echo }) => ({ echo }) });
    });
    expect(await node.request("c1", { type: "ask", n: 1, msg_id: 3 })).toEqual({
      type: "error",
      in_reply_to: 3,
      code: 13,
      text: "boom",
    });
    expect(node.logged[0]).toEqual({
      level: "error",
      line: "The handler of ask, asked by c1, failed: Error: boom",
    });
    expect(node.logged[1]?.line).toContain("requests.test.ts");
    expect(await node.request("c1", { type: "echo", echo: "still here" })).toMatchObject({
      echo: "still here",
    });
  });

  test("an RpcError with fields that are no JSON replies with 13", async () => {
    const node = await probe((node) =>
      node.on(ask, () => {
        // @ts-expect-error A BigInt, as only a program without types can put it there.
        throw new RpcError(1000, "mine", { big: 5n });
      }),
    );
    expect(await node.request("c1", { type: "ask", n: 1 })).toMatchObject({
      code: 13,
      text: "unknown (1000): mine",
    });
  });

  test("what is no error at all replies with 13, too", async () => {
    const node = await probe((node) =>
      node.on(ask, () => {
        throw "boom";
      }),
    );
    expect(await node.request("c1", { type: "ask", n: 1 })).toMatchObject({ code: 13, text: "boom" });
  });
});

const refuses = (): never => {
  throw new Error("no");
};

describe("what a handler throws may be as odd as it likes", () => {
  const oddities: readonly (readonly [string, unknown])[] = [
    ["null", null],
    ["an object without a prototype", Object.create(null)],
    ["a proxy whose traps throw", new Proxy({}, { get: refuses, has: refuses, getPrototypeOf: refuses })],
    ["an error whose stack throws", Object.defineProperty(new Error("x"), "stack", { get: refuses })],
    ["an error whose message throws", Object.defineProperty(new Error("x"), "message", { get: refuses })],
    ["an RpcError whose text throws", Object.defineProperty(RpcError.abort("x"), "text", { get: refuses })],
    ["an error that is its own cause", Object.assign(new Error("x"), { cause: undefined })],
  ];
  const last = oddities.at(-1)?.[1];
  if (last instanceof Error) last.cause = last;

  test.each(oddities)(
    "%s: it is logged and answered with 13, and nobody else suffers",
    async (_what, thrown) => {
      const node = await probe((node) => {
        node.on(ask, () => {
          throw thrown;
        });
        node.on(tell, async () => {
          throw thrown;
        });
      });
      for (const type of ["ask", "tell"]) {
        const logged = node.logged.length;
        expect(await node.request("c1", { type, n: 1 })).toMatchObject({ type: "error", code: 13 });
        expect(node.logged.length).toBeGreaterThan(logged);
      }
      node.deliver("c1", { type: "ask", n: 1 });
      await expect(node.node.settled()).resolves.toBeUndefined();
    },
  );
});

describe("a handler whose answer cannot be sent", () => {
  test("because it breaks its schema replies with 13 and the path", async () => {
    const node = await probe((node) => node.serve(echo, { echo: ({ echo }) => ({ echo, extra: 1 }) }));
    expect(await node.request("c1", { type: "echo", echo: 1 })).toMatchObject({
      code: 13,
      text: expect.stringMatching(/answer is no valid echo_ok: \/extra must not be present/),
    });
  });

  test.each<[string, () => unknown]>([
    ["a BigInt", () => ({ n: 5n })],
    ["a string", () => "five"],
  ])("because it is %s replies with 13", async (_what, handler) => {
    const node = await probe((node) => {
      // @ts-expect-error No payload, as only a program without types can return it.
      node.on(ask, handler);
    });
    expect(await node.request("c1", { type: "ask", n: 1 })).toMatchObject({ code: 13 });
  });
});

describe("a handler that never answers", () => {
  test("holds up nobody else, and settled waits for it", async () => {
    const node = await probe((node) => {
      node.on(ask, () => new Promise(() => {}));
      node.serve(echo, { echo: ({ echo }) => ({ echo }) });
    });
    node.deliver("c1", { type: "ask", n: 1, msg_id: 3 });
    let isSettled = false;
    void node.node.settled().then(() => {
      isSettled = true;
    });
    expect(await node.request("c2", { type: "echo", echo: 1 })).toMatchObject({ type: "echo_ok" });
    await node.world.advance(60_000);
    expect(isSettled).toBe(false);
    expect(node.sent).toHaveLength(1);
  });

  test("and one that does: settled resolves when the last is answered", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => later(node, n, { n })));
    await node.node.settled();
    for (const n of [10, 30, 20]) node.deliver("c1", { type: "ask", n, msg_id: n });
    let sentWhenSettled = 0;
    void node.node.settled().then(() => {
      sentWhenSettled = node.sent.length;
    });
    await node.world.advance(29);
    expect(sentWhenSettled).toBe(0);
    await node.world.advance(1);
    expect(sentWhenSettled).toBe(3);
  });
});

describe("a late reply", () => {
  async function answeredAfter(ms: number, src: string): Promise<{ sent: number; logged: string[] }> {
    const node = await probe((node) => node.on(ask, ({ n }) => later(node, ms, { n })));
    node.deliver(src, { type: "ask", n: 1, msg_id: 3 });
    await node.world.advance(ms);
    return { sent: node.sent.length, logged: node.logged.map(({ level, line }) => `${level} ${line}`) };
  }

  test("to a client is dropped, with a line that says why", async () => {
    const { sent, logged } = await answeredAfter(5_000, "c1");
    expect(sent).toBe(0);
    expect(logged).toEqual([
      expect.stringMatching(
        /^warn Dropped the reply to ask \(msg_id 3\) of c1, which came 5\.0 s ago: the client has given up/,
      ),
    ]);
  });

  test("that is only just in time is sent", async () => {
    expect(await answeredAfter(4_900, "c1")).toEqual({ sent: 1, logged: [] });
  });

  test("to a node or a service is sent: they do not give up like that", async () => {
    expect(await answeredAfter(60_000, "n1")).toEqual({ sent: 1, logged: [] });
    expect(await answeredAfter(60_000, "lin-kv")).toEqual({ sent: 1, logged: [] });
  });

  test("is late by when its request came, not by when it was handed over", async () => {
    const node = await probe((node) => node.on(ask, ({ n }) => ({ n })));
    await node.world.advance(6_000);
    node.node.receive({ src: "c1", dest: "n0", body: { type: "ask", n: 1, msg_id: 3 } }, 500);
    expect(node.sent).toEqual([]);
  });

  test("of an error is dropped, too", async () => {
    const node = await probe((node) =>
      node.on(ask, async () => {
        await later(node, 5_000, null);
        throw RpcError.abort("too slow");
      }),
    );
    node.deliver("c1", { type: "ask", n: 1, msg_id: 3 });
    await node.world.advance(5_000);
    expect(node.sent).toEqual([]);
  });

  test.each([
    [9_900, 1],
    [10_000, 0],
  ])("of init after %i ms: Maelstrom waits for it 10 s", async (ms, replies) => {
    const node = freshProbe((node) => node.onInit(() => later(node, ms, undefined)));
    node.deliver("c0", { type: "init", node_id: "n0", node_ids: ["n0"], msg_id: 1 });
    await node.world.advance(ms);
    expect(node.sent).toHaveLength(replies);
  });
});

describe("keys that every object has", () => {
  const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":2},"toString":null}';

  test("are data like any other within a payload", async () => {
    const node = await probe((node) => node.serve(echo, { echo: ({ echo }) => ({ echo }) }));
    node.node.receive(
      JSON.parse(`{"src":"c1","dest":"n0","body":{"type":"echo","echo":${text},"msg_id":3}}`),
    );
    expect(JSON.stringify(node.sent[0]?.body.echo)).toBe(text);
    expect("polluted" in {}).toBe(false);
  });

  test("as fields of a body reach the handler as fields", async () => {
    const seen: string[] = [];
    const node = await probe((node) =>
      node.on(tell, (request) => {
        seen.push(JSON.stringify(request));
      }),
    );
    node.node.receive(JSON.parse(`{"src":"c1","dest":"n0","body":{"type":"tell",${text.slice(1, -1)}}}`));
    expect(seen).toEqual([text]);
  });
});

test("any JSON comes back from an echo as it went in", async () => {
  const node = await probe((node) => node.serve(echo, { echo: ({ echo }) => ({ echo }) }));
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      const sent: unknown = JSON.parse(JSON.stringify(value));
      const reply = await node.request("c1", { type: "echo", echo: sent });
      expect(reply.echo).toEqual(sent);
    }),
  );
});

test("serve and on know the types of their contract", async () => {
  await probe((node) => {
    node.serve(echo, {
      echo: (request, { src, msgId }) => {
        expectTypeOf(request.echo).toEqualTypeOf<Json>();
        expectTypeOf(src).toEqualTypeOf<string>();
        expectTypeOf(msgId).toEqualTypeOf<number | undefined>();
        return { echo: request.echo };
      },
    });
    // @ts-expect-error The reply lacks `n`.
    node.on(ask, () => ({}));
    // @ts-expect-error Nothing is no answer where the reply has a field.
    node.on({ ...ask, type: "ask2" }, () => {});
    node.on(tell, () => {});
  });
});
