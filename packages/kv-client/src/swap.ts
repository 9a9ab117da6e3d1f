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
 *   overwritten, or never was: unknown. A key with one writer has no such case, unless an earlier call was left open.
 *
 * A refusal of distinct values is looked into as well: seq-kv may judge by a stale state, and a network that delivers a
 * request twice may lose the answer to the first and bring the refusal of the second.
 *
 * Invariant: "done" only if this call swapped the value; "refused", or a definite error, only if it did not and never will (if a
 * request came twice: only if nobody has overwritten the value since).
 *
 * What is read must not be older than the request: on seq-kv, `refresh` is what sees to that.
 */
import { isRpcError, type Json, RpcError } from "@gossip-glomers/protocol";
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

export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly error: RpcError; readonly found: Found | undefined };

/** What was there instead, if it was looked up. */
export interface Found {
  readonly value: Json | undefined;
}

/**
 * Sets the value at a key to `to` if it is `from`.
 * @throws {RpcError} indefinite if the outcome is unknown; what else was answered.
 */
export async function swap(
  store: Store,
  operation: Operation,
  plan: Swap,
  refresh: Refresh,
): Promise<Outcome> {
  const first = await send(store, operation, plan);
  if (first === undefined) return { kind: "done" };
  if (plan.distinct) return settle(store, operation, plan, refresh, first);
  if (!first.definite) throw first;
  return { kind: "refused", error: first, found: undefined };
}

/** Finds out what has become of a swap of distinct values whose first copy was refused or has no clear answer. */
async function settle(
  store: Store,
  operation: Operation,
  plan: Swap,
  refresh: Refresh,
  first: RpcError,
): Promise<Outcome> {
  /** From here on an error is about the copy or the look that it befell, and not about what was sent before. */
  const leaveOpen = (error: unknown): never => {
    throw isRpcError(error) && error.definite ? operation.leftOpen(error) : error;
  };
  let error = first;
  let unclear: RpcError | undefined;
  for (;;) {
    if (!error.definite) {
      unclear = error;
      await operation.pause(error);
    }
    await refresh(operation).catch(leaveOpen);
    const value = await store.readIfPresent(operation, plan.key).catch(leaveOpen);
    if (areSame(value, plan.to)) return { kind: "done" };
    if (!areSame(value, plan.from)) {
      if (unclear !== undefined) throw overtaken(plan.key, unclear);
      return { kind: "refused", error, found: { value } };
    }
    // Refused on stale grounds; asked again without a pause, a service that keeps to its grounds would spin us.
    if (error.definite) await operation.pause(error);
    const again = await send(store, operation, plan).catch(leaveOpen);
    if (again === undefined) return { kind: "done" };
    error = again;
  }
}

/**
 * Sends one copy; resolves to the error if it was refused or there is no clear answer.
 * @throws {RpcError} any other error.
 */
async function send(
  store: Store,
  operation: Operation,
  { key, from, to }: Swap,
): Promise<RpcError | undefined> {
  try {
    // A missing key is created whatever is expected of it. One that is there must be refused, whatever it holds, so what
    // is expected is a number that nobody else has drawn.
    if (from === undefined) await store.cas(operation, key, store.node.runtime.random(), to, true);
    else await store.cas(operation, key, from, to, false);
    return undefined;
  } catch (error) {
    if (isRefusal(error) || isIndefinite(error)) return error;
    throw error;
  }
}

function areSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameJson(a, b);
}

function overtaken(key: Json, { message }: RpcError): RpcError {
  return RpcError.timeout(
    `cas ${JSON.stringify(key)}: another value is there by now, so whether this one was there before is unknown; ${message}`,
  );
}
