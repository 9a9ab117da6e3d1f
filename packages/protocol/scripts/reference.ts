/** `docs/messages.md`: every message, for people who write nodes in any language. */
import { errorDefinition, errorRegistry } from "../src/error/registry.ts";
import { envelope } from "../src/schema/envelope.ts";
import { error } from "../src/schema/error.ts";
import { integer, type JsonSchema, string } from "../src/schema/json-schema.ts";
import { type Protocol, type Rpc, replySchema, replyType, requestSchema } from "../src/schema/rpc.ts";
import { describeType } from "./describe-type.ts";

const commonKeys = {
  type: string("What this is; see below."),
  msg_id: integer(
    "Number of this message, unique per sender. A request without it wants no reply; a reply needs none.",
  ),
  in_reply_to: integer("In a reply, and required there: the `msg_id` of the request."),
};

export function renderReference(catalogue: readonly Protocol[]): string {
  const ofKind = (kind: Protocol["kind"]): readonly string[] =>
    catalogue.filter((protocol) => protocol.kind === kind).flatMap(renderProtocol);
  return `${[
    "<!-- Written by `pnpm run reference` from src/schema; change it there. -->",
    "# Messages",
    "All that a Maelstrom node reads and writes. Each message is one JSON object on a line of its own: on standard input what the node receives, on standard output what it sends. Standard output carries nothing else; whatever is meant for humans goes to standard error.",
    `Every section names a JSON Schema (draft-07) that says the same for programs, for instance \`@gossip-glomers/protocol/schema/echo.json\`. A schema of a workload or service takes any of its bodies, and has each one alone under \`#/definitions\`.`,
    "## Envelope",
    envelope.description ?? "",
    ...renderObject(envelope),
    schemaNote("envelope"),
    "## Bodies",
    "All bodies have these keys; the tables of the messages leave them out.",
    renderTable(Object.keys(commonKeys), { properties: commonKeys, required: ["type"] }),
    "The reply to a request has the request's `type` followed by `_ok`. Instead, a node may answer any request with an [error](#errors).",
    "**Requests are open**: a node should put up with keys that it does not know. **Replies are closed**: Maelstrom throws away a reply with a key too many, and the request counts as never answered. In the tables, a type of “list or null” means that Maelstrom takes null for an empty list.",
    "A client waits 5 s for a reply (10 s for `init_ok`). A reply that comes later does harm: Maelstrom stops listening to the node.",
    ...ofKind("setup"),
    "## Errors",
    ...renderErrors(),
    "## Workloads",
    "What clients ask of nodes. Clients are called `c0`, `c1`, ….",
    ...ofKind("workload"),
    "## Services",
    "What nodes may ask of the services that Maelstrom runs beside them, under their names. A service does not answer a request of a type that it does not know.",
    ...ofKind("service"),
  ].join("\n\n")}\n`;
}

function renderProtocol(protocol: Protocol): readonly string[] {
  return [
    `${protocol.kind === "setup" ? "##" : "###"} ${protocol.name}`,
    protocol.description,
    ...protocol.rpcs.flatMap((rpc) => renderRpc(rpc, protocol.rpcs.length > 1)),
    schemaNote(protocol.name),
  ];
}

function renderRpc(rpc: Rpc, withHeading: boolean): readonly string[] {
  const openReply = rpc.replyIsOpen ? " This reply is open." : "";
  return [
    ...(withHeading ? [`#### ${rpc.type}`] : []),
    rpc.description,
    ...renderObject(requestSchema(rpc)),
    `The reply, \`${replyType(rpc)}\`:${openReply}`,
    ...renderObject(replySchema(rpc)),
    ...(rpc.errors === undefined
      ? []
      : [`Errors with a meaning here: ${rpc.errors.map(errorLink).join(", ")}.`]),
  ];
}

function renderErrors(): readonly string[] {
  return [
    error.description ?? "",
    ...renderObject(error),
    "After a **definite** error the operation surely did not happen, and never will. After any other, nobody knows; use one whenever the operation may have happened.",
    [
      "| code | name | definite | meaning |",
      "| ---: | --- | --- | --- |",
      ...errorRegistry.map(
        ({ code, name, definite, description }) =>
          `| ${code} | ${name} | ${definite ? "yes" : "no"} | ${description} |`,
      ),
      "| other | unknown | no | Codes of one's own begin at 1000. |",
    ].join("\n"),
    "Errors are open: further keys are welcome.",
    schemaNote("error"),
  ];
}

function errorLink(code: number): string {
  return `${code} (${errorDefinition(code).name})`;
}

/** The examples of an object, then a table of its keys but those that all bodies have. */
function renderObject(schema: JsonSchema): readonly string[] {
  const examples = new Set((schema.examples ?? []).map((example) => JSON.stringify(example)));
  const keys = Object.keys(schema.properties ?? {}).filter((key) => !Object.hasOwn(commonKeys, key));
  return [
    ["```json", ...examples, "```"].join("\n"),
    ...(keys.length === 0 ? [] : [renderTable(keys, schema)]),
  ];
}

function renderTable(keys: readonly string[], schema: JsonSchema): string {
  const rows = keys.map((key) => {
    const property = schema.properties?.[key] ?? {};
    const optional = schema.required?.includes(key) ? "" : ", optional";
    return `| \`${key}\` | ${describeType(property)}${optional} | ${property.description ?? ""} |`;
  });
  return ["| key | type | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function schemaNote(name: string): string {
  return `Schema: \`schema/${name}.json\``;
}
