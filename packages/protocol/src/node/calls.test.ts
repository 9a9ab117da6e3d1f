import { getEventListeners } from "node:events";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { kv } from "../contract/kv.ts";
import { type Definition, message } from "../definition.ts";
import { isRpcError } from "../error/rpc-error.ts";
import { cluster } from "../testing/cluster.ts";
import { freshProbe, probe } from "../testing/probe.ts";
import type { TestNode } from "../testing/test-node.ts";
import { TestRuntime } from "../testing/test-runtime.ts";
import { Calls } from "./calls.ts";

const ask: Definition<{ readonly n: number }, { readonly n: number }> = message("ask");

/** How a call ended, as a word. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    (payload) => `ok ${JSON.stringify(payload)}`,
    (error: unknown) => (isRpcError(error) ? `error ${error.code}: ${error.text}` : `threw ${String(error)}`),
  );
}

async function caller(): Promise<TestNode> {
  return probe(() => {}, { nodeIds: ["n0", "n1"] });
}

describe("a call", () => {
  test("sends its request and resolves to the payload of the reply", async () => {
    const { node, sent, deliver, msgId } = bound(await caller());
    const call = node.rpc("n1", ask, { n: 5 });
    expectTypeOf(call).toEqualTypeOf<Promise<{ readonly n: number }>>();
    expect(sent).toEqual([{ src: "n0", dest: "n1", body: { type: "ask", n: 5, msg_id: msgId() } }]);
    deliver("n1", { type: "ask_ok", n: 6, in_reply_to: msgId(), msg_id: 9 });
    expect(await call).toEqual({ n: 6 });
  });

  test("rejects with the error that is answered", async () => {
    const { node, deliver, msgId } = bound(await caller());
    const call = node.rpc("lin-kv", kv.read, { key: 1 });
    deliver("lin-kv", { type: "error", code: 20, text: "no such key", in_reply_to: msgId() });
    await expect(call).rejects.toMatchObject({ code: 20, definite: true, text: "no such key" });
  });

  test("rejects with an indefinite timeout after a second, longer than any round trip of 200 ms", async () => {
    const { node, world } = bound(await caller());
    const ended = outcome(node.rpc("n1", ask, { n: 5 }));
    await world.advance(999);
    expect(await Promise.race([ended, "pending"])).toBe("pending");
    await world.advance(1);
    expect(await ended).toBe("error 0: rpc ask to n1: no reply within 1000 ms");
  });

  test("waits as long as it is told, for ever included", async () => {
    const { node, world } = bound(await caller());
    const short = outcome(node.rpc("n1", ask, { n: 5 }, { timeoutMs: 10 }));
    await world.advance(10);
    expect(await short).toBe("error 0: rpc ask to n1: no reply within 10 ms");
    const endless = outcome(node.rpc("n1", ask, { n: 5 }, { timeoutMs: Number.POSITIVE_INFINITY }));
    await world.advance(1e9);
    expect(await Promise.race([endless, "pending"])).toBe("pending");
  });

  test("ignores a reply that comes late, twice, or to nothing", async () => {
    const { node, world, deliver, logged, msgId } = bound(await caller());
    const late = outcome(node.rpc("n1", ask, { n: 1 }));
    const first = msgId();
    await world.advance(1000);
    deliver("n1", { type: "ask_ok", n: 1, in_reply_to: first });
    expect(await late).toMatch(/^error 0/);
    const twice = outcome(node.rpc("n1", ask, { n: 2 }));
    const second = msgId();
    deliver("n1", { type: "ask_ok", n: 2, in_reply_to: second });
    deliver("n1", { type: "ask_ok", n: 3, in_reply_to: second });
    expect(await twice).toBe('ok {"n":2}');
    deliver("n1", { type: "ask_ok", n: 4, in_reply_to: 77 });
    expect(logged.map(({ level, line }) => `${level} ${line}`)).toEqual(
      [first, second, 77].map(
        (id) => `debug Ignored a reply of n1 to ${id}: no call of that number waits (any more).`,
      ),
    );
  });

  test("is not settled by the answer to a call of a former life of its node", async () => {
    const former = bound(await probe(() => {}, { nodeIds: ["n0", "n1"], seed: 1 }));
    void outcome(former.node.rpc("n1", ask, { n: 1 }));
    const { node, deliver, world } = bound(await probe(() => {}, { nodeIds: ["n0", "n1"], seed: 2 }));
    const call = outcome(node.rpc("n1", ask, { n: 2 }));
    deliver("n1", { type: "ask_ok", n: 1, in_reply_to: former.msgId() });
    await world.advance(1000);
    expect(await call).toMatch(/^error 0/);
  });

  test("is given up when its signal is aborted, and leaves nothing on the signal", async () => {
    const { node, deliver, sent, msgId } = bound(await caller());
    const controller = new AbortController();
    const call = outcome(node.rpc("n1", ask, { n: 1 }, { signal: controller.signal }));
    controller.abort("enough");
    expect(await call).toBe("threw enough");
    deliver("n1", { type: "ask_ok", n: 1, in_reply_to: msgId() });
    const after = outcome(node.rpc("n1", ask, { n: 1 }, { signal: controller.signal }));
    expect(await after).toBe("threw enough");
    // A call that is given up beforehand is not sent.
    expect(sent).toHaveLength(1);
  });

  test("of many under one signal shares its listener, of which Node 20 warns from the eleventh on", async () => {
    const { node } = await caller();
    const { signal } = new AbortController();
    const calls = Array.from({ length: 24 }, () => node.rpc("n1", ask, { n: 1 }, { signal }));
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    node.stop();
    await Promise.allSettled(calls);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test.each([
    [{ type: "read_ok" }, "/value must be present"],
    [{ type: "read_ok", value: 1, extra: 2 }, "/extra must not be present"],
    [{ type: "write_ok" }, '/type must be "read_ok"'],
  ])("rejects, indefinitely, when the reply is %j", async (reply, why) => {
    const { node, deliver, msgId } = bound(await caller());
    const call = node.rpc("lin-kv", kv.read, { key: 1 });
    deliver("lin-kv", { ...reply, in_reply_to: msgId() });
    await expect(call).rejects.toMatchObject({
      code: 13,
      definite: false,
      text: expect.stringContaining(`rpc read to lin-kv: the reply is malformed: ${why}`),
    });
  });

  test("rejects when its payload is no JSON, and waits for nothing", async () => {
    const { node } = bound(await caller());
    const big: Definition<{ readonly n: bigint }, object> = message("big");
    await expect(node.rpc("n1", big, { n: 5n })).rejects.toThrow(TypeError);
  });

  test("rejects before init: there is no name to send it under", async () => {
    await expect(freshProbe(() => {}).node.rpc("n1", ask, { n: 5 })).rejects.toThrow(/no name before init/);
  });

  test("rejects at once when the input has ended, made before or after", async () => {
    const { node } = bound(await caller());
    const before = outcome(node.rpc("n1", ask, { n: 1 }));
    node.endInput();
    expect(await before).toBe("error 0: rpc ask to n1: the input has ended, so no reply can come");
    expect(await outcome(node.rpc("n1", ask, { n: 2 }))).toMatch(/^error 0: .* the input has ended/);
  });

  test("between two nodes goes there and back", async () => {
    const { node } = await cluster((node) => {
      node.on(ask, async ({ n }) => (n === 0 ? { n } : node.rpc(node.peers[0] ?? "", ask, { n: n - 1 })));
    });
    expect(await node("n2").request("c1", { type: "ask", n: 6 })).toMatchObject({ n: 0 });
  });
});

describe("a call that nobody awaits", () => {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown): void => {
    unhandled.push(reason);
  };
  beforeEach(() => {
    unhandled.length = 0;
    process.on("unhandledRejection", remember);
  });
  afterEach(() => {
    process.off("unhandledRejection", remember);
  });

  test("may fail without ending the process", async () => {
    const { node, world } = bound(await caller());
    void node.rpc("n1", ask, { n: 1 });
    await world.advance(2000);
    expect(unhandled).toEqual([]);
  });
});

test("whatever happens to calls, each is settled once, and nothing is left of it", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("open" as const), timeoutMs: fc.nat(20) }),
    fc.record({ kind: fc.constant("reply" as const), to: fc.nat(12) }),
    fc.record({ kind: fc.constant("abort" as const), which: fc.nat(12) }),
    fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(10) }),
  );
  await fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const runtime = new TestRuntime();
      const { clock } = runtime;
      const calls = new Calls(runtime);
      const controllers: AbortController[] = [];
      // What a table of calls ought to know: the ones that wait, and until when.
      const open = new Map<number, number>();
      const ids: number[] = [];
      const wait = (ms: number): void => {
        const end = clock.now + ms;
        while (clock.fireNext(end));
        clock.passTo(end);
        for (const [id, deadline] of open) if (deadline <= end) open.delete(id);
      };
      for (const step of steps) {
        if (step.kind === "wait") wait(step.ms);
        if (step.kind === "open") {
          const controller = new AbortController();
          controllers.push(controller);
          const { timeoutMs } = step;
          void calls.open("n1", ask, { timeoutMs, signal: controller.signal }, (id) => {
            ids.push(id);
            open.set(id, clock.now + timeoutMs);
          });
        }
        if (step.kind === "reply") {
          const id = ids[step.to] ?? step.to;
          const settled = calls.settle(id, { type: "ask_ok", n: 1, in_reply_to: id });
          expect(settled).toBe(open.delete(id));
        }
        if (step.kind === "abort") {
          controllers[step.which]?.abort();
          open.delete(ids[step.which] ?? Number.NaN);
        }
        expect(calls.size).toBe(open.size);
      }
      wait(20);
      expect(calls.size).toBe(0);
      expect(clock.nextDue).toBeUndefined();
    }),
  );
});

/** The parts of a node under test that these scripts speak of. */
function bound(node: TestNode): Pick<TestNode, "node" | "sent" | "logged" | "world" | "deliver"> & {
  /** The number of the last message that the node has sent. */
  msgId(): number;
} {
  return {
    msgId: () => Number(node.sent.at(-1)?.body.msg_id),
    node: node.node,
    sent: node.sent,
    logged: node.logged,
    world: node.world,
    deliver: (src, body) => node.deliver(src, body),
  };
}
