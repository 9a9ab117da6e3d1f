/** A typed call: a request and its answer as a definition describes them (MAELSTROM.md 7.2). */
import { type ExactRecord, type Nanoseconds, schemaView } from "@gossip-glomers/history";
import { type Check, type Definition, RpcError, type Violation } from "@gossip-glomers/protocol";
import type { Answer, Exact } from "../run/workload.ts";
import { MalformedReply } from "./errors.ts";
import type { NetworkClient } from "./network-client.ts";

/**
 * Asks `node` and returns its answer, checked.
 *
 * @param typeFirst see `Workload.typeFirst`.
 * @throws {RpcError} it answered with an error. Errors have no schema: extra keys and a missing code are no fault.
 * @throws {MalformedReply} its answer breaks the definition's schema.
 * @throws {RpcTimeout} it did not answer within `timeout`.
 */
export async function call<Request extends object, Reply extends object>(
  client: NetworkClient,
  node: string,
  definition: Definition<Request, Reply>,
  payload: NoInfer<Exact<Request>> & ExactRecord,
  timeout: Nanoseconds,
  typeFirst = false,
): Promise<Answer<Reply>> {
  const fields: ExactRecord = payload;
  const { type } = definition;
  const request: ExactRecord = typeFirst ? { type, ...fields } : { ...fields, type };
  const body = await client.request(node, request, timeout);
  if (body.type === "error") throw RpcError.fromBody(body);
  const fault = faultIn(body, definition);
  if (fault !== null) {
    throw new MalformedReply(node, { ...request, msg_id: body.in_reply_to ?? null }, body, fault);
  }
  return { reply: typed<Reply>(body), body };
}

function faultIn(
  body: ExactRecord,
  definition: { replyType: string; checkReply: Check | null },
): Violation | null {
  if (body.type !== definition.replyType) {
    return { path: "/type", message: `must be ${JSON.stringify(definition.replyType)}` };
  }
  return definition.checkReply?.(schemaView(body)) ?? null;
}

/** The boundary between data and types: the schema that the body has just passed is what `Reply` was made from. */
function typed<Reply>(body: ExactRecord): Exact<Reply> {
  return body as Exact<Reply>;
}
