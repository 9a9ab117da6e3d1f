/** Why a test did not come as far as its first operation. */
import type { Json } from "@gossip-glomers/protocol";
import type { ExitFault } from "./witness.ts";

/** A node could not be made ready, so there is no test. The message is several lines for a human. */
export class SetupError extends Error {
  override readonly name: string = "SetupError";
  readonly node: string;

  /** @param testimony lines that may explain it, for instance what the node wrote to stderr. */
  constructor(node: string, what: string, testimony: readonly string[], advice: string) {
    super([`${node} ${what}`, ...testimony, advice].join("\n"));
    this.node = node;
  }
}

/** `exited with code 3`. */
export function describeExit({ code, signal }: ExitFault): string {
  return signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
}

/** What every node must answer to `init`. */
export function initAdvice(msgId: Json): string {
  return (
    `Answer init with exactly {"type":"init_ok","in_reply_to":${JSON.stringify(msgId)}} in the body, on one line of ` +
    "stdout, and flush it."
  );
}
