/**
 * Validators of all bodies, compiled by ajv to a module that needs neither ajv nor eval, so that a bin starts at once.
 */
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { envelope } from "../src/schema/envelope.ts";
import { error } from "../src/schema/error.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { type Rpc, replySchema, requestSchema } from "../src/schema/rpc.ts";

/** Every schema that gets a validator, by the validator's name. */
export function validated(rpcs: readonly Rpc[]): ReadonlyMap<string, JsonSchema> {
  return new Map<string, JsonSchema>([
    ["validateEnvelope", envelope],
    ["validateError", error],
    ...rpcs.flatMap((rpc): [string, JsonSchema][] => [
      [`validate${rpc.name}Request`, requestSchema(rpc)],
      [`validate${rpc.name}Reply`, replySchema(rpc)],
    ]),
  ]);
}

export function renderValidators(rpcs: readonly Rpc[]): { code: string; declarations: string } {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true, code: { source: true, esm: true } });
  const names: { [name: string]: string } = {};
  for (const [name, schema] of validated(rpcs)) {
    ajv.addSchema(bare(schema), name);
    names[name] = name;
  }
  const code = standalone.default(ajv, names);
  if (/\brequire\(|\bimport\b/.test(code)) {
    throw new Error("renderValidators: a validator imports a part of ajv; use no keyword that needs one");
  }
  return { code: `${code}\n`, declarations: renderDeclarations(Object.keys(names)) };
}

/** The schema without what does not bear on validity; ajv would keep some of it in the module. */
function bare(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "description" || key === "examples" || key === "title" ? undefined : value,
  );
}

function renderDeclarations(names: readonly string[]): string {
  return [
    'import type { Validate } from "../contract/check.ts";',
    ...names.map((name) => `export declare const ${name}: Validate;`),
    "",
  ].join("\n");
}
