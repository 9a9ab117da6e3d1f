/** A schema in the words of a person: `list of [integer, any]`. */
import type { JsonSchema } from "../src/schema/json-schema.ts";

export function describeType(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.anyOf !== undefined) return schema.anyOf.map(describeType).join(" or ");
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length === 0) return "any";
  return types.map((type) => describeOne(type, schema)).join(" or ");
}

function describeOne(type: string, { items, additionalProperties }: JsonSchema): string {
  if (type === "array" && items !== undefined) {
    return isTuple(items)
      ? `[${items.map(describeType).join(", ")}]`
      : `list of ${grouped(describeType(items))}`;
  }
  if (type === "object" && typeof additionalProperties === "object") {
    return `object of ${grouped(describeType(additionalProperties))}`;
  }
  return type;
}

/** `list of integer or null` would leave open where the null may stand. */
function grouped(text: string): string {
  return / or /.test(text) ? `(${text})` : text;
}

function isTuple(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items);
}
