/** Client of `lin-tso`: timestamps 0, 1, 2, … that are given out in the order in which they are asked for (MAELSTROM.md 11.2). */
import { type Node, type RpcOptions, tso } from "@gossip-glomers/protocol";
import { inquire } from "./inquiry.ts";
import { Operation } from "./operation.ts";
import { type CallOptions, type ClientOptions, demandOptions } from "./options.ts";
import { Pace } from "./pace.ts";

export interface LinTso {
  /**
   * A timestamp that nobody else gets, higher than all that were given before it was asked for. If an answer is lost another
   * is asked for, so there may be gaps.
   *
   * @throws {RpcError} an indefinite error if there is no answer.
   */
  timestamp(options?: CallOptions): Promise<number>;
}

/** A client of `lin-tso` for a node. */
export function linTso(node: Node, options: ClientOptions = {}): LinTso {
  demandOptions("lin-tso", options);
  const pace = new Pace();
  return {
    async timestamp(call = {}) {
      const operation = new Operation(node, "lin-tso: timestamp", options, call, pace);
      const send = (rpc: RpcOptions) => node.rpc("lin-tso", tso.ts, {}, rpc);
      const { ts } = await operation.run(() => inquire(operation, send));
      return ts;
    },
  };
}
