import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { renderPublishedSchemas } from "../../scripts/published-schemas.ts";
import { validated } from "../../scripts/validators.ts";
import { catalogue, rpcs } from "./catalogue.ts";
import type { JsonSchema } from "./json-schema.ts";

/** All schemas within a schema, with a path to find them by. */
function* parts(schema: JsonSchema, path: string): Generator<readonly [string, JsonSchema]> {
  yield [path, schema];
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    yield* parts(property, `${path}.${name}`);
  for (const [index, item] of [schema.items ?? []].flat().entries()) yield* parts(item, `${path}[${index}]`);
  for (const [index, one] of (schema.anyOf ?? []).entries()) yield* parts(one, `${path}|${index}`);
  if (typeof schema.additionalProperties === "object") yield* parts(schema.additionalProperties, `${path}.*`);
}

describe.each([...validated(rpcs)])("the schema of %s", (name, schema) => {
  test("describes every part of it, because the descriptions are the documentation", () => {
    const silent = [...parts(schema, name)].filter(([, part]) => !part.description);
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  test("has an example", () => {
    expect(schema.examples).not.toHaveLength(0);
  });
});

describe.each([...renderPublishedSchemas(catalogue)])("the published %s", (_file, text) => {
  const schema: JsonSchema = JSON.parse(text);
  // As somebody else would read it: the plain class of draft-07, unknown keywords and doubtful schemas refused.
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });

  test("is valid draft-07", () => {
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  test("takes all of its own examples", () => {
    const validate = ajv.compile(schema);
    const definitions = Object.values(schema.definitions ?? { self: schema });
    for (const example of definitions.flatMap((definition) => definition.examples ?? [])) {
      expect(validate(example), `${JSON.stringify(example)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    }
  });
});

test("names of requests are unique, because types and validators are called by them", () => {
  const names = catalogue.flatMap((protocol) => protocol.rpcs);
  const different = new Set(names);
  expect(new Set([...different].map((rpc) => rpc.name)).size).toBe(different.size);
});
