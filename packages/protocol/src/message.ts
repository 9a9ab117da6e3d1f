/**
 * The envelope that every message travels in, and the fields that every body shares.
 *
 * Source: MAELSTROM.md section 4.1. The envelope is closed: Maelstrom stops reading a node that adds a
 * fifth key, so nothing here has an index signature but the body.
 */

/** A JSON value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What every body has, whatever its type; the rest depends on `type`. */
export interface Body {
  readonly type: string;
  /** Unique per sender; its presence asks for a reply. */
  readonly msg_id?: number;
  /** The `msg_id` of the request that this body answers. */
  readonly in_reply_to?: number;
}

/** One message between two of: nodes (`n0`), clients (`c0`), services (`seq-kv`). */
export interface Message<B extends Body = Body> {
  /** Given by the network, never by a node; Maelstrom ignores what a node puts here. */
  readonly id?: number;
  readonly src: string;
  readonly dest: string;
  readonly body: B;
}
