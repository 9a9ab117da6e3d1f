/**
 * The services in memory and the simulator's are two accounts of the same thing (MAELSTROM.md 11). Given the same draws, they
 * must answer every conversation alike, up to the text of errors.
 */
import { cluster, type World } from "@gossip-glomers/protocol/testing";
import { type LostStates, Random } from "@gossip-glomers/simulator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attachService,
  type Draw,
  linKvInMemory,
  linTsoInMemory,
  lwwKvInMemory,
  seqKvInMemory,
} from "../src/testing/index.ts";
import { attachSimulated } from "./stages.ts";

const key = fc.constantFrom<unknown>("k", "__proto__", { a: 1, b: [2] }, { b: [2], a: 1 }, null);
const value = fc.constantFrom<unknown>(0, 1, "1", null, { v: [1] });
const request = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant("read"), key }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("write"), key, value }) },
  {
    weight: 3,
    arbitrary: fc.record(
      { type: fc.constant("cas"), key, from: value, to: value, create_if_not_exists: fc.boolean() },
      { requiredKeys: ["type", "key", "from", "to"] },
    ),
  },
  { weight: 1, arbitrary: fc.constant({ type: "ts" }) },
  { weight: 1, arbitrary: fc.constant({ type: "delete", key: "k" }) },
);
const source = fc.constantFrom("n0", "n1", "n2");
/** Many changes by one client, after which seq-kv has forgotten what the others have seen last. */
const burst = fc
  .record({ src: source, key, length: fc.integer({ min: 20, max: 70 }) })
  .map((given) =>
    Array.from(
      { length: given.length },
      (_, number) => [given.src, { type: "write", key: given.key, value: number }] as const,
    ),
  );
const conversation = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: fc.tuple(source, request).map((one) => [one]) },
      { weight: 1, arbitrary: burst },
    ),
    // Of any length, and not mostly short ones, as is fast-check's way.
    { maxLength: 100, size: "max" },
  )
  .map((parts): Conversation => parts.flat());

type Conversation = readonly (readonly [src: string, body: { readonly type: string }])[];

/** All that a service answers, the text of errors left out. */
async function answers(attach: (world: World) => void, service: string, talk: Conversation) {
  const { world } = await cluster(() => {}, { nodes: 1 });
  attach(world);
  const replies: unknown[] = [];
  for (const src of ["n0", "n1", "n2"]) {
    world.attach(src, ({ body: { text: _text, ...reply } }) => void replies.push([src, reply]));
  }
  for (const [index, [src, body]] of talk.entries()) {
    world.send({ src, dest: service, body: { ...body, msg_id: index } });
  }
  await world.settle();
  return replies;
}

function attachOurs(service: string, seed: number, lostStates: LostStates) {
  const random = Random.fromSeed(seed).split(service);
  const draw: Draw = (bound) => random.integer(bound);
  const services = {
    "lin-kv": linKvInMemory(),
    "seq-kv": seqKvInMemory(draw, lostStates),
    "lww-kv": lwwKvInMemory(draw),
    "lin-tso": linTsoInMemory(),
  };
  return (world: World): void => {
    for (const [name, ours] of Object.entries(services)) attachService(world, name, ours);
  };
}

describe.each(["lin-kv", "seq-kv", "lww-kv", "lin-tso"])("%s", (service) => {
  test.each<LostStates>(["wrapping", "clamped"])("answers alike, old states %s", async (lostStates) => {
    await fc.assert(
      fc.asyncProperty(conversation, fc.nat(), async (talk, seed) => {
        const ours = await answers(attachOurs(service, seed, lostStates), service, talk);
        const theirs = await answers((world) => attachSimulated(world, { seed, lostStates }), service, talk);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 60 },
    );
  });
});
