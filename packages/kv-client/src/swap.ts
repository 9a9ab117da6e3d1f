/**
 * Compare-and-set, whatever becomes of its answer.
 *
 * If no answer comes, the request may have been carried out, may never be, or may still be under way and be carried out
 * long after we have stopped waiting. What may be done then depends on whether the values at the key are distinct, that
 * is, whether every one that is ever written there differs from every other:
 *
 * - They are not. Nothing may be done. To send it again: our first copy sets 1 to 2, somebody sets 2 back to 1, our second
 *   copy sets 1 to 2 once more (the ABA problem). To read: a 2 may be ours or another client's, and both would think
 *   that they have won. So the outcome stays unknown, and the error says so.
 * - They are. `to` is written by this call and no other, so whoever reads `to` knows that it took place. `from` never comes
 *   back, so as long as it is there none of our copies has been carried out, and as soon as it has gone none ever will be:
 *   at most one copy takes effect, and sending another is safe. If something else is there, the call was carried out and
 *   overwritten, or never was: unknown, unless the only writer of the key is the one who asks.
 *
 * Invariant: it resolves only if the value was swapped by this call, and rejects with a definite error only if it was not
 * and never will be.
 *
 * What is read must not be older than the request: on seq-kv, `refresh` is what sees to that.
 */
import { type Json, RpcError } from "@gossip-glomers/protocol";
import { isIndefinite, type Operation } from "./operation.ts";
import { isSameJson } from "./same-json.ts";
import { isRefusal, type Store } from "./store.ts";

/** Brings what this node is going to read up to date. */
export type Refresh = (operation: Operation) => Promise<void>;

export interface Swap {
  readonly key: Json;
  /** What is to be there; undefined if the key is to be missing. */
  readonly from: Json | undefined;
  readonly to: Json;
  readonly distinct: boolean;
}

/**
 * Sets the value at a key to `to` if it is `from`.
 * @throws {RpcError} 20 or 22 if it is not; indefinite if the outcome is unknown.
 */
export async function swap(store: Store, operation: Operation, plan: Swap, refresh: Refresh): Promise<void> {
  let unclear: RpcError | undefined;
  for (;;) {
    try {
      return await send(store, operation, plan);
    } catch (error) {
      if (isIndefinite(error)) unclear = error;
      // Refused, and no copy is under way that may have been the reason for it.
      else if (unclear === undefined || !isRefusal(error)) throw error;
    }
    if (!plan.distinct) throw unclear;
    await operation.pause(unclear);
    await refresh(operation);
    const found = await store.readIfPresent(operation, plan.key);
    if (areSame(found, plan.to)) return;
    if (!areSame(found, plan.from)) throw overtaken(plan.key, unclear);
  }
}

async function send(store: Store, operation: Operation, { key, from, to }: Swap): Promise<void> {
  // A missing key is created whatever is expected of it. One that is there must be refused, whatever it holds, so what is
  // expected is a number that nobody else has drawn.
  if (from === undefined) await store.cas(operation, key, store.node.runtime.random(), to, true);
  else await store.cas(operation, key, from, to, false);
}

function areSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameJson(a, b);
}

function overtaken(key: Json, { message }: RpcError): RpcError {
  return RpcError.timeout(
    `cas ${JSON.stringify(key)}: another value is there by now, so whether this one was there before is unknown; ${message}`,
  );
}
