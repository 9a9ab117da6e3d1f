/** `lin-kv` in memory: one state, and every request sees what all before it have left. */
import type { Json } from "@gossip-glomers/protocol";
import { decide, nameOf, type Service } from "./key-value.ts";

/** A linearizable store. */
export function linKvInMemory(): Service {
  const values = new Map<string, Json>();
  return (_src, request) => {
    const key = nameOf(request.key);
    const decision = decide(request, values.get(key), true);
    if (decision?.written !== undefined) values.set(key, decision.written);
    return decision?.reply;
  };
}
