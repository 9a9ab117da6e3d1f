/**
 * That the services in memory are what their names say, by brute force: whether some order of all requests, in which each client's
 * own keep theirs, explains every answer (Lamport 1979). The store that explains is written down here once more, so that an error in
 * `key-value.ts` does not excuse itself.
 */
import type { Json } from "@gossip-glomers/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Draw,
  linKvInMemory,
  lwwKvInMemory,
  type Service,
  type ServiceBody,
  seqKvInMemory,
} from "../src/testing/index.ts";

type Request = ServiceBody & { readonly key: "x" | "y" };
type Said = readonly [client: number, request: Request];
interface Step {
  readonly request: Request;
  readonly answer: string;
}
type State = { readonly [key: string]: Json };

/** What a single store answers, and its state after that. */
function serve(state: State, { type, key, value, from, to, create_if_not_exists }: Request): [string, State] {
  const current = state[key];
  if (type === "write") return ["write_ok", { ...state, [key]: value ?? null }];
  if (current === undefined && create_if_not_exists !== true) return ["20", state];
  if (type === "read") return [`read_ok ${current}`, state];
  if (current !== undefined && current !== from) return ["22", state];
  return ["cas_ok", { ...state, [key]: to ?? null }];
}

/** What a service answers to a conversation, request by request. */
function converse(service: Service, talk: readonly Said[]): readonly string[] {
  return talk.map(([client, request]) => {
    const reply = service(`n${client}`, request);
    if (reply?.type === "error") return String(reply.code);
    return reply?.type === "read_ok" ? `read_ok ${reply.value}` : String(reply?.type);
  });
}

/** Whether some order explains what was answered; a depth-first search that visits no situation twice. */
function isSequential(service: Service, talk: readonly Said[]): boolean {
  const clients: Step[][] = [[], [], []];
  for (const [index, answer] of converse(service, talk).entries()) {
    const [client, request] = talk[index] ?? [0, { type: "read", key: "x" }];
    clients[client]?.push({ request, answer });
  }
  const seen = new Set<string>();
  const explains = (done: readonly number[], state: State): boolean => {
    const situation = JSON.stringify([done, state.x, state.y]);
    if (seen.has(situation)) return false;
    seen.add(situation);
    if (clients.every((steps, client) => steps.length === done[client])) return true;
    return clients.some((steps, client) => {
      const step = steps[done[client] ?? 0];
      if (step === undefined) return false;
      const [answer, next] = serve(state, step.request);
      return answer === step.answer && explains(done.with(client, (done[client] ?? 0) + 1), next);
    });
  };
  return explains([0, 0, 0], {});
}

const key = fc.constantFrom<"x" | "y">("x", "y");
const value = fc.integer({ min: 0, max: 2 });
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ type: fc.constant("read"), key }),
  fc.record({ type: fc.constant("write"), key, value }),
  fc.record({
    type: fc.constant("cas"),
    key,
    from: value,
    to: value,
    create_if_not_exists: fc.boolean(),
  }),
);
const talk = (length: number): fc.Arbitrary<readonly Said[]> =>
  fc.array(fc.tuple(fc.nat(2), request), { maxLength: length, size: "max" });
/** What a store draws, from a list that fast-check can make smaller; 0 when it has ended. */
const draw: fc.Arbitrary<Draw> = fc.infiniteStream(fc.nat(1_000_000)).map((stream) => (bound) => {
  const { value: number } = stream.next();
  return number % bound;
});

test("seq-kv is sequentially consistent, whatever it draws", () => {
  fc.assert(
    fc.property(talk(24), draw, (said, drawn) => isSequential(seqKvInMemory(drawn, "wrapping"), said)),
    { numRuns: 400 },
  );
});

test("with clamped states it is so for as long as one likes; as Maelstrom's, for 32 changes", () => {
  // One client writes 0 to 99; another one reads again and again, and is shown one state after the other.
  const long: Said[] = Array.from({ length: 100 }, (_, index) => [
    0,
    { type: "write", key: "x", value: index },
  ]);
  for (let reads = 0; reads < 20; reads += 1) long.push([1, { type: "read", key: "x" }]);
  const oneByOne: Draw = (bound) => Math.min(1, bound - 1);
  expect(isSequential(seqKvInMemory(oneByOne, "clamped"), long)).toBe(true);
  expect(isSequential(seqKvInMemory(oneByOne, "wrapping"), long)).toBe(false);
});

test("lin-kv answers as one store does to which all requests come one after the other", () => {
  fc.assert(
    fc.property(talk(60), (said) => {
      let state: State = {};
      const expected = said.map(([, one]) => {
        const [answer, after] = serve(state, one);
        state = after;
        return answer;
      });
      expect(converse(linKvInMemory(), said)).toEqual(expected);
    }),
  );
});

test("lww-kv is not even sequentially consistent: what a client has written itself may be missing", () => {
  const own: Said[] = [
    [0, { type: "write", key: "x", value: 1 }],
    [0, { type: "read", key: "x" }],
  ];
  // Of three draws for a request the last one says which replica serves it.
  let draws = 0;
  const apart: Draw = () => {
    draws += 1;
    return draws === 6 ? 1 : 0;
  };
  expect(
    isSequential(
      lwwKvInMemory(() => 0),
      own,
    ),
  ).toBe(true);
  expect(isSequential(lwwKvInMemory(apart), own)).toBe(false);
});

test("lww-kv's replicas agree when enough requests have made them meet", () => {
  fc.assert(
    fc.property(talk(30), draw, (said, drawn) => {
      const service = lwwKvInMemory(drawn);
      converse(service, said);
      const reads: Said[] = Array.from({ length: 200 }, (_, index) => [
        0,
        { type: "read", key: index % 2 === 0 ? "x" : "y" },
      ]);
      const answers = converse(service, reads).slice(-40);
      expect(new Set(answers).size).toBeLessThanOrEqual(2);
    }),
  );
});
