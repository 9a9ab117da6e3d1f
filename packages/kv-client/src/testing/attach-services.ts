/** All four services in the network of a test. */
import { TestRuntime, type World } from "@gossip-glomers/protocol/testing";
import type { Draw, Service, ServiceBody } from "./key-value.ts";
import { linKvInMemory } from "./lin-kv.ts";
import { linTsoInMemory } from "./lin-tso.ts";
import { lwwKvInMemory } from "./lww-kv.ts";
import { type LostStates, seqKvInMemory } from "./seq-kv.ts";

export interface ServicesOptions {
  /** Where chance comes from; 0 if not given. */
  readonly seed?: number;
  /** What seq-kv shows in place of a state that it no longer has; `wrapping`, as Maelstrom, if not given. */
  readonly lostStates?: LostStates;
}

/**
 * Attaches lin-kv, seq-kv, lww-kv and lin-tso to a world, where its latency and losses befall them, too.
 *
 *     const { world, nodes } = await cluster(server);
 *     attachServices(world, { seed: 7 });
 */
export function attachServices(world: World, options: ServicesOptions = {}): void {
  const { seed = 0, lostStates = "wrapping" } = options;
  attachService(world, "lin-kv", linKvInMemory());
  attachService(world, "seq-kv", seqKvInMemory(drawFrom(4 * seed + 1), lostStates));
  attachService(world, "lww-kv", lwwKvInMemory(drawFrom(4 * seed + 2)));
  attachService(world, "lin-tso", linTsoInMemory());
}

/** Attaches one service. What it does not understand is not answered. */
export function attachService(world: World, name: string, service: Service): void {
  world.attach(name, ({ src, body }) => {
    // What travels in a world has been through JSON.
    const { msg_id: msgId, ...request } = body as ServiceBody;
    const reply = service(src, request);
    if (reply === undefined) return;
    const fields: ServiceBody = { ...reply, in_reply_to: msgId ?? null };
    world.send({ src: name, dest: src, body: { ...fields, type: String(reply.type) } });
  });
}

/** Draws that only the seed decides. */
function drawFrom(seed: number): Draw {
  const runtime = new TestRuntime({ seed });
  return (bound) => Math.floor(runtime.random() * bound);
}
