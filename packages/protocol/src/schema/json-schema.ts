/**
 * The part of JSON Schema (draft-07) that the schemas of this folder are written in, and the few words they use.
 *
 * The schemas are data and the single source of truth: types, validators, the published `schema/*.json` and
 * `docs/messages.md` are all made from them by `scripts/generate.ts`. Read `rpc.ts` next, then `echo.ts`.
 */
import type { Json } from "../message.ts";

export type TypeName = "array" | "boolean" | "integer" | "null" | "object" | "string";

export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: TypeName | readonly TypeName[];
  readonly const?: string | null;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly additionalItems?: false;
  readonly anyOf?: readonly JsonSchema[];
  readonly definitions?: { readonly [name: string]: JsonSchema };
  readonly examples?: readonly Json[];
}

/** Any JSON value, null included. A schema without `type` says just that. */
export function anything(description: string): JsonSchema {
  return { description };
}

/**
 * A whole number of any size.
 *
 * Maelstrom (a JVM program) tells `1.0` from `1` and refuses the former; after `JSON.parse` nobody can, so both pass here.
 */
export function integer(description: string): JsonSchema {
  return { description, type: "integer" };
}

export function string(description: string): JsonSchema {
  return { description, type: "string" };
}

export function boolean(description: string): JsonSchema {
  return { description, type: "boolean" };
}

/** Exactly this string, or null. */
export function literal(value: string | null, description: string): JsonSchema {
  return { description, const: value };
}

export function list(items: JsonSchema, description: string): JsonSchema {
  return { description, type: "array", items };
}

/**
 * A list in a reply. The library that Maelstrom checks bodies with takes null for an empty sequence wherever a list is
 * due: a node may answer `"messages": null`, and a check that refused it here would be stricter than Maelstrom. In a
 * request, Maelstrom never writes null for a list, so no node need be ready for it.
 */
export function listOrNull(items: JsonSchema, description: string): JsonSchema {
  return { description, type: ["array", "null"], items };
}

/** A list of fixed length. Null is no substitute, not even in a reply: it lacks the items. */
export function tuple(items: readonly JsonSchema[], description: string, title?: string): JsonSchema {
  return {
    ...(title === undefined ? {} : { title }),
    description,
    type: "array",
    items,
    minItems: items.length,
    maxItems: items.length,
    additionalItems: false,
  };
}

/** An object whose keys are data and whose values are all alike. Null is refused, as by Maelstrom. */
export function map(values: JsonSchema, description: string): JsonSchema {
  return { description, type: "object", additionalProperties: values };
}

/** One of several shapes. */
export function either(alternatives: readonly JsonSchema[], description: string): JsonSchema {
  return { description, anyOf: alternatives };
}
