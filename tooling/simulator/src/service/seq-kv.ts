/**
 * Service `seq-kv`: a store that may lag, but never goes back for anybody (MAELSTROM.md 11.2).
 *
 * Sequential consistency (Lamport 1979) asks for one order of all operations in which each client's own come in the order
 * in which it did them; it need not be the order in time. So the store keeps its past states, and of each client the
 * newest that it has seen: what a client reads may be any state from that one on. Updates are done on the newest.
 *
 * What follows for a node: a read may be stale for ever, and so may a failed cas; a write of the value that
 * some past state holds already may change nothing. After an update a client sees the newest state, or a newer one.
 */
import { apply, emptyStore, type KvStore } from "./kv-store.ts";
import { PersistentMap } from "./persistent-map.ts";
import type { StateMachine } from "./state-machine.ts";

/** States that are kept, the newest included. */
const KEPT = 32;

/**
 * What happens if the state that was drawn is no longer kept.
 *
 * - `clamped`: the oldest kept is shown in its place, so that the store is sequentially consistent.
 * - `wrapping`: what Maelstrom does. It takes state i from slot i mod 32, where meanwhile a newer one lies: after
 *   200 writes a fresh client may read the 198th, then the 185th, then the 169th. A node that passes only on a
 *   proper store fails there.
 */
export type LostStates = (typeof LOST_STATES)[number];

export const LOST_STATES = ["clamped", "wrapping"] as const;

export interface SeqKvState {
  /** The newest state's index; the empty store that there is at first has 0. */
  readonly newest: number;
  /** State i in slot i mod 32, for the last 32 states. */
  readonly slots: readonly KvStore[];
  /** By client, the index of the newest state that it has seen. */
  readonly observed: PersistentMap<number>;
}

export function seqKvService(lostStates: LostStates): StateMachine<SeqKvState> {
  return {
    initial: { newest: 0, slots: [emptyStore], observed: PersistentMap.empty() },
    handle(state, { src, body }, draw) {
      const { newest, slots, observed } = state;
      const seen = observed.get(src) ?? 0;
      const drawn = seen + draw(newest - seen + 1);
      const index = lostStates === "wrapping" ? drawn : Math.max(drawn, newest - KEPT + 1);
      const chosen = slotOf(slots, index);

      const attempt = apply(chosen, body);
      if (attempt.state === chosen) {
        return { reply: attempt.reply, state: { ...state, observed: observed.set(src, index) } };
      }
      // It updates something, so it is done once more where updates belong. That may fail where it succeeded before
      // (a cas), and still counts as a new state.
      const update = apply(slotOf(slots, newest), body);
      const next = newest + 1;
      return {
        reply: update.reply,
        state: {
          newest: next,
          slots: next < KEPT ? [...slots, update.state] : slots.with(next % KEPT, update.state),
          observed: observed.set(src, next),
        },
      };
    },
  };
}

function slotOf(slots: readonly KvStore[], index: number): KvStore {
  const store = slots[index % KEPT];
  if (store === undefined) throw new RangeError(`seq-kv: there is no state ${index}; this is a bug`);
  return store;
}
