import { describe, expect, test } from "vitest";
import { echo } from "../contract/echo.ts";
import { type Definition, message } from "../definition.ts";
import { RpcError } from "../error/rpc-error.ts";
import { freshProbe, probe } from "../testing/probe.ts";
import type { TestNode } from "../testing/test-node.ts";
import { earlyLimit } from "./early-messages.ts";
import type { Node } from "./node.ts";

const note: Definition<{ readonly text: string }, Record<string, never>> = message("note");

function serveEcho(node: Node): void {
  node.serve(echo, { echo: ({ echo }) => ({ echo }) });
}

const init = { type: "init", msg_id: 1, node_id: "n1", node_ids: ["n0", "n1", "n2"] };

/** The types of what the node sent, in order. */
function sentTypes(node: TestNode): string[] {
  return node.sent.map(({ body }) => body.type);
}

describe("init", () => {
  test("tells the node who it is and is answered", async () => {
    const node = freshProbe(serveEcho, { id: "n1" });
    expect(node.node.initialised).toBe(false);
    node.deliver("c0", init);
    expect(node.sent).toEqual([{ src: "n1", dest: "c0", body: { type: "init_ok", in_reply_to: 1 } }]);
    expect(node.node.initialised).toBe(true);
    expect(node.node.id).toBe("n1");
    expect(node.node.nodeIds).toEqual(["n0", "n1", "n2"]);
    expect(node.node.peers).toEqual(["n0", "n2"]);
  });

  test("that has not come leaves the node without a name, and says so", () => {
    const { node } = freshProbe(serveEcho);
    for (const read of [() => node.id, () => node.nodeIds, () => node.peers]) {
      expect(read).toThrow(/no name before init .* read id, nodeIds and peers in onInit or in a handler/);
    }
  });

  test("waits for its hooks, one after the other", async () => {
    const steps: string[] = [];
    const node = freshProbe((node) => {
      node.onInit(async () => {
        steps.push(`first begins on ${node.id}`);
        await new Promise<void>((resolve) => node.after(10, resolve));
        steps.push("first ends");
      });
      node.onInit(() => {
        steps.push("second");
      });
    });
    node.deliver("c0", init);
    await node.world.settle();
    expect(steps).toEqual(["first begins on n1"]);
    expect(node.sent).toEqual([]);
    await node.world.advance(10);
    expect(steps).toEqual(["first begins on n1", "first ends", "second"]);
    expect(sentTypes(node)).toEqual(["init_ok"]);
  });

  test("is answered with the error of a hook, and may come again", async () => {
    let isReady = false;
    for (const hook of [
      () => {
        if (!isReady) throw RpcError.temporarilyUnavailable("not yet");
      },
      async () => {
        if (!isReady) throw RpcError.temporarilyUnavailable("not yet");
      },
    ]) {
      isReady = false;
      const node = freshProbe((node) => node.onInit(hook), { id: "n1" });
      expect(await node.request("c0", init)).toMatchObject({ type: "error", code: 11, text: "not yet" });
      expect(node.node.initialised).toBe(false);
      isReady = true;
      expect(await node.request("c0", { ...init, msg_id: 2 })).toEqual({ type: "init_ok", in_reply_to: 2 });
    }
  });

  test("with a broken body is answered with 12 and the path, under the name that was called", async () => {
    const node = freshProbe(serveEcho, { id: "n1" });
    expect(await node.request("c0", { ...init, node_ids: "n1" })).toMatchObject({
      code: 12,
      text: expect.stringContaining("/node_ids"),
    });
    expect(node.sent[0]?.src).toBe("n1");
  });

  test("that says the same a second time is answered again, with a warning", async () => {
    const node = freshProbe(serveEcho, { id: "n1" });
    await node.request("c0", init);
    expect(await node.request("c0", { ...init, msg_id: 2 })).toEqual({ type: "init_ok", in_reply_to: 2 });
    expect(node.logged).toContainEqual({ level: "warn", line: expect.stringContaining("second init") });
  });

  test("that comes again while the first still runs is answered when the first is", async () => {
    const node = freshProbe((node) => node.onInit(() => new Promise((done) => node.after(10, done))));
    node.deliver("c0", init);
    node.deliver("c0", { ...init, msg_id: 2 });
    await node.world.settle();
    expect(node.sent).toEqual([]);
    await node.world.advance(10);
    expect(node.sent.map(({ body }) => body.in_reply_to)).toEqual([1, 2]);
  });

  test("that says something else is answered with 22 and changes nothing", async () => {
    const node = freshProbe(serveEcho, { id: "n1" });
    await node.request("c0", init);
    for (const other of [{ node_id: "n2" }, { node_ids: ["n1"] }]) {
      expect(await node.request("c0", { ...init, ...other, msg_id: 2 })).toMatchObject({ code: 22 });
    }
    expect(node.node.id).toBe("n1");
    expect(node.node.peers).toEqual(["n0", "n2"]);
  });

  test("is the node's own affair", async () => {
    const node = await probe(serveEcho);
    expect(() => node.node.on(message("init"), () => {})).toThrow(/use onInit/);
    expect(() => node.node.onInit(() => {})).toThrow(/init has already come/);
  });
});

describe("a message before init", () => {
  test("waits, and is handed over in order after init_ok", () => {
    const node = freshProbe((node) => {
      serveEcho(node);
      node.on(note, ({ text }) => node.send("n2", note, { text }));
    });
    node.deliver("n0", { type: "note", text: "a" });
    node.deliver("c1", { type: "echo", echo: 1, msg_id: 1 });
    node.deliver("n0", { type: "note", text: "b" });
    expect(node.sent).toEqual([]);
    node.deliver("c0", init);
    expect(node.sent.map(({ body }) => body.text ?? body.type)).toEqual(["init_ok", "a", "echo_ok", "b"]);
  });

  test("goes before one that comes while it is handed over", () => {
    const texts: string[] = [];
    const node = freshProbe((own) =>
      own.on(note, ({ text }) => {
        texts.push(text);
        if (text === "a") node.deliver("n0", { type: "note", text: "c" });
      }),
    );
    node.deliver("n0", { type: "note", text: "a" });
    node.deliver("n0", { type: "note", text: "b" });
    node.deliver("c0", init);
    node.deliver("n0", { type: "note", text: "d" });
    expect(texts).toEqual(["a", "b", "c", "d"]);
  });

  test("waits for asynchronous hooks, too, while a hook's own calls are answered", async () => {
    const node = freshProbe((own) => {
      serveEcho(own);
      own.onInit(async () => {
        await own.rpc("seq-kv", note, { text: "x" });
      });
    });
    node.deliver("c0", init);
    node.deliver("c1", { type: "echo", echo: 1, msg_id: 1 });
    await node.world.settle();
    expect(sentTypes(node)).toEqual(["note"]);
    node.deliver("seq-kv", { type: "note_ok", in_reply_to: Number(node.sent[0]?.body.msg_id) });
    await node.world.settle();
    expect(sentTypes(node)).toEqual(["note", "init_ok", "echo_ok"]);
  });

  test("is turned away with 11 when too many wait", () => {
    const node = freshProbe(serveEcho);
    for (let id = 1; id <= earlyLimit + 1; id++) node.deliver("c1", { type: "echo", echo: id, msg_id: id });
    expect(node.sent).toMatchObject([{ dest: "c1", body: { code: 11, in_reply_to: earlyLimit + 1 } }]);
    node.deliver("c0", init);
    expect(node.sent).toHaveLength(earlyLimit + 2);
  });
});

describe("what is no message", () => {
  test.each([
    [null, "it must be an object"],
    ["hi", "it must be an object"],
    [[], "it must be an object"],
    [{ dest: "n0", body: {} }, "/src must be a string"],
    [{ src: "c1", dest: 5, body: {} }, "/dest must be a string"],
    [{ src: "c1", dest: "n0", body: "hi" }, "/body must be an object"],
  ])("%j is logged and ignored", async (value, why) => {
    const node = await probe(serveEcho);
    node.node.receive(value);
    expect(node.sent).toEqual([]);
    expect(node.logged).toEqual([{ level: "warn", line: `Ignored what is no message: ${why}.` }]);
  });
});

describe("registering handlers", () => {
  test("two for one type is an error", () => {
    expect(() =>
      freshProbe((node) => {
        serveEcho(node);
        serveEcho(node);
      }),
    ).toThrow(/"echo" has a handler already; register one handler per type/);
  });

  test("without a definition, or of what is no function, is an error, for those who write JavaScript", async () => {
    const asked = /a definition is needed, such as message\("gossip"\) makes; it was gossip/;
    // @ts-expect-error The type is no definition.
    expect(() => freshProbe((node) => node.on("gossip", () => {}))).toThrow(asked);
    // @ts-expect-error There is no handler.
    expect(() => freshProbe((node) => node.on(echo.echo))).toThrow(/handler of "echo" must be a function/);
    const { node } = await probe(serveEcho);
    // @ts-expect-error The type is no definition.
    expect(() => node.send("n0", "gossip", {})).toThrow(asked);
    // @ts-expect-error The type is no definition.
    await expect(node.rpc("n0", "gossip", {})).rejects.toThrow(asked);
  });

  test("a missing one is an error, for those who write JavaScript", () => {
    // @ts-expect-error The contract has a type without a handler.
    expect(() => freshProbe((node) => node.serve(echo, {}))).toThrow(/no handler for "echo"; give it one/);
  });
});

describe("stop", () => {
  test("silences the node and says what stays unanswered", async () => {
    const node = await probe((node) => {
      serveEcho(node);
      node.on(
        message<{ readonly ms: number }>("wait"),
        ({ ms }) => new Promise((done) => node.after(ms, () => done({}))),
      );
    });
    node.deliver("c1", { type: "wait", ms: 10, msg_id: 7 });
    node.node.every(1, () => node.node.send("n2", note, { text: "tick" }));
    node.node.stop();
    node.node.stop();
    node.deliver("c1", { type: "echo", echo: 1, msg_id: 8 });
    await node.world.advance(100);
    expect(node.sent).toEqual([]);
    expect(node.logged).toEqual([
      { level: "warn", line: "Stopped with a request unanswered: wait (msg_id 7) of c1." },
    ]);
  });

  test("says what has waited for init in vain", async () => {
    for (const [count, said] of [
      [0, []],
      [1, ["Stopped with 1 message unserved, which waited for init: it has to come first."]],
      [2, ["Stopped with 2 messages unserved, which waited for init: it has to come first."]],
    ] as const) {
      const node = freshProbe(serveEcho);
      for (let id = 1; id <= count; id++) node.deliver("c1", { type: "echo", echo: id, msg_id: id });
      node.node.stop();
      expect(node.logged.map(({ line }) => line)).toEqual(said);
    }
  });

  test("rejects what waits for a reply", async () => {
    const { node } = await probe(serveEcho);
    const call = node.rpc("n2", note, { text: "x" });
    node.stop();
    await expect(call).rejects.toMatchObject({ code: 0, text: expect.stringContaining("stopped") });
  });
});
