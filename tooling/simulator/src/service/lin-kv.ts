/**
 * Service `lin-kv`: a linearizable store (MAELSTROM.md 11.2). There is one state, and every request sees what all before
 * it have left; the order of arrival is the order that linearizability asks for.
 */
import { apply, emptyStore, type KvStore } from "./kv-store.ts";
import type { StateMachine } from "./state-machine.ts";

export const linKvService: StateMachine<KvStore> = {
  initial: emptyStore,
  handle: (state, { body }) => apply(state, body),
};
