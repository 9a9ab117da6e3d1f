/** What can go wrong with a call, beside an error that the node sent (`RpcError` of the protocol package). */
import { type ExactJson, type Nanoseconds, printExactJson } from "@gossip-glomers/history";
import type { Violation } from "@gossip-glomers/protocol";

/** The node did not answer in time. Whether it did what was asked, nobody knows. */
export class RpcTimeout extends Error {
  override readonly name: string = "RpcTimeout";

  constructor(node: string, request: ExactJson, timeout: Nanoseconds) {
    super(
      `Client read timeout: ${node} did not answer ${printExactJson(request)} within ${timeout / 1e6} ms; ` +
        "answer with an error if an operation can take longer",
    );
  }
}

/**
 * The node's answer breaks its schema (MAELSTROM.md 7.2). Maelstrom takes such an answer for no answer at all, even if all that
 * is wrong is a key too many.
 */
export class MalformedReply extends Error {
  override readonly name: string = "MalformedReply";
  readonly violation: Violation;

  constructor(node: string, request: ExactJson, reply: ExactJson, violation: Violation) {
    const where = violation.path === "" ? "the body" : `${violation.path} in the body`;
    super(
      `Malformed RPC response. ${node} was sent the request\n\n${printExactJson(request)}\n\n` +
        `and answered\n\n${printExactJson(reply)}\n\n` +
        `This is malformed because ${where} ${violation.message}; replies have exactly the fields of their schema`,
    );
    this.violation = violation;
  }
}

/** The client was closed while it waited. */
export class ClientClosed extends Error {
  override readonly name: string = "ClientClosed";

  constructor(address: string) {
    super(`${address} was closed while it waited for an answer, because the test is over`);
  }
}
