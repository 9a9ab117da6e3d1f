/** A node, and a service of which the test says what it answers. */
import { type ProbeOptions, probe, type TestNode } from "@gossip-glomers/protocol/testing";
import type { ServiceBody } from "../src/testing/index.ts";

/** A node without handlers, and a service of which the test says what it answers; undefined: nothing. */
export async function stage(
  answer: (request: ServiceBody, count: number) => ServiceBody | undefined,
  options: ProbeOptions = {},
): Promise<{ node: TestNode; requests: ServiceBody[]; times: number[] }> {
  const node = await probe(() => {}, options);
  const requests: ServiceBody[] = [];
  const times: number[] = [];
  for (const name of ["lin-kv", "seq-kv"]) {
    node.world.attach(name, ({ src, body }) => {
      const { msg_id, ...request } = body;
      times.push(node.world.now);
      const reply = answer(requestOf(request), requests.push(requestOf(request)));
      if (reply !== undefined) {
        node.world.send({ src: name, dest: src, body: { type: "", ...reply, in_reply_to: Number(msg_id) } });
      }
    });
  }
  return { node, requests, times };
}

function requestOf(body: object): ServiceBody {
  return JSON.parse(JSON.stringify(body));
}

/** What a promise has come to after `ms` milliseconds. */
export async function after(ms: number, node: TestNode, promise: Promise<unknown>): Promise<unknown> {
  let outcome: unknown = "pending";
  promise.then(
    (value) => {
      outcome = value;
    },
    (error: unknown) => {
      outcome = error;
    },
  );
  await node.world.advance(ms);
  return outcome;
}

export const silence = (): undefined => undefined;
