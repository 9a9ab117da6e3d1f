/** TypeScript types of all payloads, by json-schema-to-typescript. */
import { compile, type JSONSchema } from "json-schema-to-typescript";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { type Rpc, replyPayloadSchema, requestPayloadSchema } from "../src/schema/rpc.ts";

const head = `/** Payloads of all requests and replies. Written by scripts/generate.ts from src/schema; change it there. */
import type { Json } from "../message.ts";
`;

export async function renderTypes(rpcs: readonly Rpc[]): Promise<string> {
  const definitions: { [name: string]: JSONSchema } = {};
  for (const rpc of rpcs) {
    definitions[`${rpc.name}Request`] = typed(requestPayloadSchema(rpc));
    definitions[`${rpc.name}Reply`] = typed(replyPayloadSchema(rpc));
  }
  const code = await compile({ title: "Root", definitions, additionalProperties: false }, "Root", {
    bannerComment: "",
    unreachableDefinitions: true,
    style: { printWidth: 110 },
  });
  return head + polished(code);
}

const copies = new Map<JsonSchema, JSONSchema>();

/**
 * A schema for the compiler: as a mutable copy, and with `Json` wherever any value may stand. One copy of each, because
 * the compiler tells schemas apart by identity and would call the second `TxnAppend1`.
 */
function typed(schema: JsonSchema): JSONSchema {
  const known = copies.get(schema);
  if (known !== undefined) return known;
  const { items, properties, additionalProperties, anyOf, ...rest } = schema;
  const says = ["type", "const", "anyOf"].some((keyword) => Object.hasOwn(schema, keyword));
  // The cast takes off `readonly`, which a fresh copy has no need of.
  const copy = structuredClone({ ...rest, ...(says ? {} : { tsType: "Json" }) }) as JSONSchema;
  copies.set(schema, copy);
  if (items !== undefined) copy.items = isList(items) ? items.map(typed) : typed(items);
  if (anyOf !== undefined) copy.anyOf = anyOf.map(typed);
  if (properties !== undefined) {
    copy.properties = Object.fromEntries(Object.entries(properties).map(([name, s]) => [name, typed(s)]));
  }
  if (additionalProperties !== undefined) {
    copy.additionalProperties =
      typeof additionalProperties === "boolean" ? additionalProperties : typed(additionalProperties);
  }
  return copy;
}

function isList(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items);
}

/**
 * What json-schema-to-typescript has no option for.
 *
 * An empty interface is the type of everything but null, so that a handler could return any object for it unnoticed;
 * `Record<string, never>` is the type of `{}`.
 */
function polished(code: string): string {
  return (
    code
      .replace("export interface Root {}\n", "")
      .replace(/ \*\n \* This interface was referenced by .*\n \* via .*\n/g, "")
      .replace(/ \*\n \* @minItems .*\n \* @maxItems .*\n/g, "")
      .replace(/^export interface (\w+) \{\}/gm, "export type $1 = Record<string, never>;")
      // Payloads are values: whoever receives one may hold on to it, because nobody changes it.
      .replace(/^( +)(\w+\??:|\[k: string\]:)/gm, "$1readonly $2")
      .replace(/(\w+|\([^()]*\))\[\]/g, "readonly $1[]")
      .replace(/= \[/g, "= readonly [")
  );
}
