/**
 * What a request means to a store that lets it see one state (MAELSTROM.md 11.1). The services differ only in which
 * state that is.
 */
import type { Json } from "@gossip-glomers/protocol";
import { isSameJson } from "../same-json.ts";

/** The body of a request or reply, without `msg_id` and `in_reply_to`; a field that is undefined is none. */
export type ServiceBody = { readonly [field: string]: Json | undefined };

/** A service: takes a request of `src` and returns the reply; undefined if, as Maelstrom, it answers nothing. */
export type Service = (src: string, request: ServiceBody) => ServiceBody | undefined;

/** Draws an integer in [0, bound), each equally likely. */
export type Draw = (bound: number) => number;

/** The reply, and what is to be written at the request's key, if anything is. */
export interface Decision {
  readonly reply: ServiceBody;
  readonly written?: Json;
}

/**
 * Decides what becomes of a request, given what is at its key (undefined: nothing). A field that is missing counts as
 * null, as on Maelstrom. Returns undefined for a request that no store knows.
 *
 * @param canCreate whether the store knows `create_if_not_exists`.
 */
export function decide(
  request: ServiceBody,
  current: Json | undefined,
  canCreate: boolean,
): Decision | undefined {
  switch (request.type) {
    case "read":
      return { reply: current === undefined ? missing : { type: "read_ok", value: current } };
    case "write":
      return { reply: { type: "write_ok" }, written: request.value ?? null };
    case "cas": {
      const done: Decision = { reply: { type: "cas_ok" }, written: request.to ?? null };
      if (current === undefined) {
        return canCreate && request.create_if_not_exists === true ? done : { reply: missing };
      }
      const from = request.from ?? null;
      return isSameJson(current, from) ? done : { reply: refused(current, from) };
    }
    default:
      return undefined;
  }
}

/** Whether a store knows the request's type. */
export function isKnown({ type }: ServiceBody): boolean {
  return type === "read" || type === "write" || type === "cas";
}

/** A text that two keys share exactly if they are the same, so that a Map can hold them. */
export function nameOf(key: Json | undefined): string {
  return JSON.stringify(key ?? null, (_name, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

const missing: ServiceBody = { type: "error", code: 20, text: "key does not exist" };

function refused(current: Json, from: Json): ServiceBody {
  const text = `current value ${JSON.stringify(current)} is not ${JSON.stringify(from)}`;
  return { type: "error", code: 22, text };
}
