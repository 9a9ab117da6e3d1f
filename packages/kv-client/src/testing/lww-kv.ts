/** `lww-kv` in memory: two replicas that learn from each other only by requests (MAELSTROM.md 11.2). */
import type { Json } from "@gossip-glomers/protocol";
import { type Draw, decide, isKnown, nameOf, type Service } from "./key-value.ts";

interface Replica {
  /** The timestamp of the next write (Lamport 1978). */
  clock: number;
  readonly values: Map<string, { readonly value: Json; readonly timestamp: number }>;
}

/** An eventually consistent store, the last writer winning; which replica serves and which one learns, `draw` decides. */
export function lwwKvInMemory(draw: Draw): Service {
  const replicas: readonly [Replica, Replica] = [emptyReplica(), emptyReplica()];
  const anyReplica = (): Replica => (draw(2) === 0 ? replicas[0] : replicas[1]);

  return (_src, request) => {
    const source = anyReplica();
    const destination = anyReplica();
    const server = anyReplica();
    if (!isKnown(request)) return undefined;
    merge(source, destination);
    const key = nameOf(request.key);
    // It ignores create_if_not_exists and answers 20.
    const decision = decide(request, server.values.get(key)?.value, false);
    if (decision?.written !== undefined) {
      server.values.set(key, { value: decision.written, timestamp: server.clock });
      server.clock += 1;
    }
    return decision?.reply;
  };
}

function emptyReplica(): Replica {
  return { clock: 0, values: new Map() };
}

/** Has `destination` learn all that `source` knows: by key the higher timestamp wins, on a tie the source's. */
function merge(source: Replica, destination: Replica): void {
  if (source === destination) return;
  for (const [key, theirs] of source.values) {
    const own = destination.values.get(key);
    if (own === undefined || theirs.timestamp >= own.timestamp) destination.values.set(key, theirs);
  }
  destination.clock = Math.max(source.clock, destination.clock);
}
