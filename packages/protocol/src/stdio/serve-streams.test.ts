import { PassThrough, Writable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Definition, message } from "../definition.ts";
import type { Node } from "../node/node.ts";
import { serveStreams } from "./serve-streams.ts";

const ask: Definition<{ readonly ms: number }, { readonly ms: number }> = message("ask");

// Only what a node waits for; the streams' own turns go on as ever.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A node on streams in memory, and what it has written to them. */
function start(equip: (node: Node) => void, stdout: Writable = new PassThrough()) {
  const stdin = new PassThrough();
  const stderr = new PassThrough();
  const log: string[] = [];
  stderr.on("data", (chunk: Buffer) => log.push(chunk.toString()));
  const out: string[] = [];
  if (stdout instanceof PassThrough) stdout.on("data", (chunk: Buffer) => out.push(chunk.toString()));
  const { ended } = serveStreams(equip, { stdin, stdout, stderr: () => stderr });
  const say = (body: object): void => {
    stdin.write(`${JSON.stringify({ src: "c1", dest: "n0", body })}\n`);
  };
  say({ type: "init", node_id: "n0", node_ids: ["n0"], msg_id: 1 });
  return { stdin, stdout, stderr, ended, say, log: () => log.join(""), out: () => out.join("") };
}

/** A node that answers after as many milliseconds as it is asked to; never if that is less than none. */
function answerLater(node: Node): void {
  node.on(ask, ({ ms }) => new Promise((resolve) => ms >= 0 && node.after(ms, () => resolve({ ms }))));
}

test("end of input: what is in flight is answered, then the exit code is 0", async () => {
  const node = start(answerLater);
  node.say({ type: "ask", ms: 3000, msg_id: 2 });
  node.stdin.end();
  await vi.advanceTimersByTimeAsync(3000);
  expect(await node.ended).toBe(0);
  expect(node.out()).toContain(
    '{"src":"n0","dest":"c1","body":{"type":"ask_ok","ms":3000,"in_reply_to":2}}\n',
  );
});

test("end of input: a handler that never answers is waited for as long as its client is, and named", async () => {
  const node = start(answerLater);
  node.say({ type: "ask", ms: -1, msg_id: 2 });
  node.stdin.end();
  let code: number | undefined;
  void node.ended.then((ended) => {
    code = ended;
  });
  await vi.advanceTimersByTimeAsync(4999);
  expect(code).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(await node.ended).toBe(0);
  expect(node.log()).toMatch(/WARN {2}Stopped with a request unanswered: ask \(msg_id 2\) of c1/);
});

test("end of input: a handler that waits for another node is told that nobody will answer", async () => {
  const node = start((node) => {
    node.on(ask, ({ ms }) => node.rpc("n1", ask, { ms }, { timeoutMs: Number.POSITIVE_INFINITY }));
  });
  node.say({ type: "ask", ms: 1, msg_id: 2 });
  node.stdin.end();
  expect(await node.ended).toBe(0);
  expect(node.out()).toMatch(
    /"type":"error","in_reply_to":2,"code":0,"text":"rpc ask to n1: the input has ended/,
  );
});

test("end of input: periodic tasks do not keep the node", async () => {
  const node = start((node) => void node.every(1000, () => {}));
  node.stdin.end();
  expect(await node.ended).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("while stdout is clogged, stdin is left alone", async () => {
  let release: (() => void) | undefined;
  const written: string[] = [];
  const stdout = new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write(text, _encoding, callback) {
      written.push(text);
      release = callback;
    },
  });
  const node = start(answerLater, stdout);
  await vi.waitFor(() => expect(written).toHaveLength(1));
  expect(node.stdin.isPaused()).toBe(true);
  release?.();
  await vi.waitFor(() => expect(node.stdin.isPaused()).toBe(false));
});

test("a stdin that fails ends the node with 1, after what is in flight", async () => {
  const node = start(answerLater);
  node.say({ type: "ask", ms: 10, msg_id: 2 });
  await vi.advanceTimersByTimeAsync(0);
  node.stdin.destroy(new Error("EIO: i/o error, read"));
  await vi.advanceTimersByTimeAsync(10);
  expect(await node.ended).toBe(1);
  expect(node.out()).toContain('"ask_ok"');
  expect(node.log()).toContain("ERROR stdin failed: EIO");
});

test("a stdout that fails ends the node with 1", async () => {
  const stdout = new Writable({
    write: (_chunk, _encoding, callback) => callback(new Error("EPIPE: broken pipe")),
  });
  const node = start(answerLater, stdout);
  expect(await node.ended).toBe(1);
  expect(node.log()).toContain("ERROR stdout failed: EPIPE");
});

test("a log that nobody reads does not matter", async () => {
  const node = start(answerLater);
  node.stderr.destroy(new Error("EPIPE"));
  node.stdin.end("this is no JSON\n");
  expect(await node.ended).toBe(0);
});

test("a timer of longer than setTimeout knows waits all the same", async () => {
  const month = 31 * 24 * 3600 * 1000;
  let fired = false;
  const node = start((node) => {
    node.after(month, () => {
      fired = true;
    });
    node.after(month, () => {}).cancel();
  });
  await vi.advanceTimersByTimeAsync(month - 1);
  expect(fired).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(fired).toBe(true);
  node.stdin.end();
  expect(await node.ended).toBe(0);
});
