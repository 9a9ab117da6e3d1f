/**
 * Service `lww-kv`: an eventually consistent store in which the last writer wins (MAELSTROM.md 11.2).
 *
 * Two replicas with a Lamport clock each (Lamport 1978). Nobody gossips in the background: replicas learn from each other
 * only because every request first merges one replica, drawn by chance, into another, and is then served by one that
 * is drawn again. So a client may miss its own write, a cas may succeed twice, and of two writes the one with the
 * higher timestamp survives, which need not be the later.
 */
import { canonicalText } from "./json-equality.ts";
import { decide, type Register } from "./kv-request.ts";
import { PersistentMap } from "./persistent-map.ts";
import type { StateMachine } from "./state-machine.ts";

/** A value, and when it was written by the clock of the replica that took the write. */
interface StampedRegister extends Register {
  readonly timestamp: number;
}

export interface Replica {
  /** The timestamp of the next write. */
  readonly clock: number;
  readonly registers: PersistentMap<StampedRegister>;
}

const emptyReplica: Replica = { clock: 0, registers: PersistentMap.empty() };

/** As many as Maelstrom has; its documentation says five. */
const REPLICAS = 2;

export const lwwKvService: StateMachine<readonly Replica[]> = {
  initial: Array.from({ length: REPLICAS }, () => emptyReplica),
  handle(state, { body }, draw) {
    const [source, destination] = [draw(REPLICAS), draw(REPLICAS)];
    const replicas = state.with(destination, merge(replicaAt(state, source), replicaAt(state, destination)));

    const server = draw(REPLICAS);
    const { clock, registers } = replicaAt(replicas, server);
    const key = canonicalText(body.key ?? null);
    // Maelstrom's lww-kv does not know create_if_not_exists and answers 20.
    const { reply, written } = decide(body, registers.get(key), false);
    if (written === undefined) return { reply, state: replicas };
    const served: Replica = {
      clock: clock + 1,
      registers: registers.set(key, { ...written, timestamp: clock }),
    };
    return { reply, state: replicas.with(server, served) };
  },
};

/**
 * What `destination` knows after it has heard all of `source`: by key the value with the higher timestamp; on a tie the
 * source's. Takes as long as the source has keys, which is as often as a request comes: a store of many keys is slow.
 */
function merge(source: Replica, destination: Replica): Replica {
  if (source === destination) return destination;
  let registers = destination.registers;
  for (const [key, register] of source.registers.entries()) {
    const own = registers.get(key);
    if (own !== register && (own === undefined || register.timestamp >= own.timestamp)) {
      registers = registers.set(key, register);
    }
  }
  return { clock: Math.max(source.clock, destination.clock), registers };
}

function replicaAt(replicas: readonly Replica[], index: number): Replica {
  const replica = replicas[index];
  if (replica === undefined) throw new RangeError(`lww-kv: there is no replica ${index}; this is a bug`);
  return replica;
}
