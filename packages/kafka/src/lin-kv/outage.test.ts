/** What clients are told while lin-kv is silent, or answers with errors. */
import { attachService, linKvInMemory, type ServiceBody } from "@gossip-glomers/kv-client/testing";
import { cluster, type SentMessage } from "@gossip-glomers/protocol/testing";
import { describe, expect, test } from "vitest";
import { createServer } from "../server.ts";

/** What lin-kv does with a request in place of carrying it out: nothing, if that is undefined; `carryOut`, to do it. */
type Trouble = (request: ServiceBody, carryOut: () => ServiceBody | undefined) => ServiceBody | undefined;

const silent: Trouble = () => undefined;

function failing(code: number, { types = ["cas"], isDone = false } = {}): Trouble {
  return (request, carryOut) => {
    if (!types.includes(String(request.type))) return carryOut();
    if (isDone) carryOut();
    return { type: "error", code, text: "as the test has it" };
  };
}

/** A node beside a lin-kv that is well until the test says otherwise. */
async function stage() {
  const { world, node } = await cluster(createServer({ strategy: "lin-kv" }), { nodes: 1, latencyMs: 1 });
  const service = linKvInMemory();
  let trouble: Trouble | undefined;
  let requests = 0;
  attachService(world, "lin-kv", (src, request) => {
    requests += 1;
    const carryOut = () => service(src, request);
    return trouble === undefined ? carryOut() : trouble(request, carryOut);
  });
  const replies = new Map<unknown, { readonly at: number; readonly body: SentMessage["body"] }>();
  world.attach("c1", ({ body }) => void replies.set(body.in_reply_to, { at: world.now, body }));
  return {
    world,
    replies,
    service,
    request: (body: { type: string; [field: string]: unknown }) => node("n0").request("c1", body),
    deliver: (msgId: number, body: { type: string; [field: string]: unknown }) =>
      node("n0").deliver("c1", { msg_id: msgId, ...body }),
    requests: () => requests,
    endure: (next: Trouble | undefined) => {
      trouble = next;
    },
    entries: async () => Object(await node("n0").request("c2", { type: "poll", offsets: { k: 0 } })).msgs.k,
  };
}

const send = (msg: string) => ({ type: "send", key: "k", msg });
const commit = { type: "commit_offsets", offsets: { k: 3 } };
const poll = { type: "poll", offsets: { k: 0 } };
const list = { type: "list_committed_offsets", keys: ["k"] };

describe.each([0, 13, 22, 1_000])("while every compare-and-set is answered at once with error %i", (code) => {
  test.each([send("a"), commit])("$type asks for less and less, and is answered in time", async (body) => {
    const { world, request, requests, endure } = await stage();
    endure(failing(code));
    const [askedAt, before] = [world.now, requests()];
    expect(await request(body)).toMatchObject({ type: "error" });
    expect(world.now - askedAt).toBeLessThan(4_700);
    // Twice in each try: for the compare-and-set, and a look at what has become of it.
    expect(requests() - before).toBeLessThan(80);
  });

  test.each([send("a"), commit])("$type comes through soon after that has ended", async (body) => {
    const { world, replies, deliver, endure } = await stage();
    endure(failing(code));
    deliver(700, body);
    await world.advance(2_000);
    expect(replies.size).toBe(0);
    endure(undefined);
    await world.advance(1_100);
    expect(replies.get(700)?.body.type).toBe(`${body.type}_ok`);
  });
});

test("what was done though the answer says that nobody knows is found, without a second try", async () => {
  const { request, entries, endure } = await stage();
  endure(failing(13, { isDone: true }));
  expect(await request(send("a"))).toMatchObject({ type: "send_ok", offset: 0 });
  expect(await request(commit)).toMatchObject({ type: "commit_offsets_ok" });
  endure(undefined);
  expect(await entries()).toEqual([[0, "a"]]);
});

test.each([send("a"), commit])("of a definite error, $type says that it is one", async (body) => {
  const { request, entries, endure } = await stage();
  for (const code of [11, 14]) {
    endure(failing(code));
    expect(await request(body)).toMatchObject({ type: "error", code });
  }
  endure(undefined);
  expect(await entries()).toBeUndefined();
  expect(await request(list)).toMatchObject({ offsets: {} });
});

test("but not if an earlier request may have been carried out", async () => {
  for (const body of [send("a"), commit]) {
    const { request, endure } = await stage();
    let count = 0;
    endure((request, carryOut) =>
      failing(request.type === "cas" && count++ > 0 ? 11 : 13)(request, carryOut),
    );
    expect(await request(body)).toMatchObject({ type: "error", code: 0 });
  }
});

test.each([
  [send("a"), 0],
  [commit, 11],
  [poll, 11],
  [list, 11],
] as const)(
  "while lin-kv is silent, %j is answered while its client waits, by error %i",
  async (body, code) => {
    const { world, request, endure } = await stage();
    endure(silent);
    const askedAt = world.now;
    expect(await request(body)).toMatchObject({ type: "error", code });
    expect(world.now - askedAt).toBeLessThanOrEqual(4_600);
  },
);

test("a commit whose first answer comes late, and whose next one never, is answered while its client waits", async () => {
  const { world, request, endure } = await stage();
  const askedAt = world.now;
  let answers = 0;
  endure((request, carryOut) => {
    if (world.now < askedAt + 2_900 || answers === 2) return undefined;
    answers += 1;
    return failing(22)(request, carryOut);
  });
  expect(await request(commit)).toMatchObject({ type: "error" });
  expect(answers).toBe(2);
  expect(world.now - askedAt).toBeLessThanOrEqual(4_600);
});

test("a send that cannot be in the log any more, when its time is up, is refused for certain, and is nowhere", async () => {
  const { world, request, service, endure } = await stage();
  endure((request, carryOut) => {
    const first = "kafka/log/0/k";
    const full = Array.from({ length: 32 }, (_, index) => ["rival", `n9/${index}`]);
    // Others fill the segment just before, and where the log goes on is never said.
    if (request.type === "cas") service("n9", { type: "write", key: first, value: full });
    return request.type === "cas" || request.key === first ? carryOut() : undefined;
  });
  const askedAt = world.now;
  expect(await request(send("a"))).toMatchObject({ type: "error", code: 11 });
  expect(world.now - askedAt).toBeLessThanOrEqual(4_600);
  endure(undefined);
  await world.advance(10_000);
  const { msgs } = await request({ type: "poll", offsets: { k: 0 } });
  expect(new Set(Object(msgs).k.map(([, msg]: [number, string]) => msg))).toEqual(new Set(["rival"]));
});

test("who asks while an earlier send's time runs out is not refused with it", async () => {
  const { world, replies, deliver, endure } = await stage();
  endure(silent);
  deliver(701, send("a"));
  await world.advance(4_400);
  deliver(702, send("b"));
  await world.advance(300);
  expect([...replies.keys()]).toEqual([701]);
  endure(undefined);
  await world.advance(4_500);
  expect(replies.get(702)?.body).toMatchObject({ type: "send_ok" });
});

test("when the input has ended, nobody is waited for", async () => {
  const { world, node } = await cluster(createServer({ strategy: "lin-kv" }), { nodes: 1, latencyMs: 1 });
  for (let n = 0; n < 100; n += 1) node("n0").deliver("c1", { ...send(`${n}`), msg_id: 800 + n });
  await world.advance(10);
  node("n0").node.endInput();
  await world.advance(0);
  expect(node("n0").sent.filter(({ dest }) => dest === "c1")).toHaveLength(100);
});
