/** The schemas as files, one per workload or service, for nodes in other languages. */
import { envelope } from "../src/schema/envelope.ts";
import { error } from "../src/schema/error.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { type Protocol, replySchema, replyType, requestSchema } from "../src/schema/rpc.ts";

/** Texts by file name, for instance `echo.json`. */
export function renderPublishedSchemas(catalogue: readonly Protocol[]): ReadonlyMap<string, string> {
  const schemas = new Map<string, JsonSchema>([
    ["envelope", envelope],
    ["error", error],
    ...catalogue.map((protocol): [string, JsonSchema] => [protocol.name, protocolSchema(protocol)]),
  ]);
  return new Map(
    [...schemas].map(([name, schema]) => {
      const $id = `urn:gossip-glomers:schema:${name}`;
      const published: JsonSchema = { $schema: "http://json-schema.org/draft-07/schema#", $id, ...schema };
      return [`${name}.json`, `${JSON.stringify(published, null, 2)}\n`];
    }),
  );
}

/** Any body of a protocol; each also alone, as `#/definitions/read_ok`. */
function protocolSchema(protocol: Protocol): JsonSchema {
  const definitions = Object.fromEntries(
    protocol.rpcs.flatMap((rpc) => [
      [rpc.type, requestSchema(rpc)],
      [replyType(rpc), replySchema(rpc)],
    ]),
  );
  return {
    title: protocol.name,
    description: protocol.description,
    anyOf: Object.keys(definitions).map((name) => ({ $ref: `#/definitions/${name}` })),
    definitions,
  };
}
