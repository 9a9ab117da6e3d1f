/** What an error means for the operation that met it (MAELSTROM.md 7.4). */
import { keyword, type OperationException } from "@gossip-glomers/history";
import { isRpcError } from "@gossip-glomers/protocol";
import type { Completion, ErrorHandling } from "../run/workload.ts";
import { MalformedReply, RpcTimeout } from "./errors.ts";

/** How an operation ended, also if its client did not expect it to end so. */
export interface Outcome extends Completion {
  readonly exception?: OperationException;
}

/**
 * The completion of an operation whose client threw `error`.
 *
 * `fail` says that it surely did not happen: the error is definite, or the operation changes nothing (`idempotent`) and so
 * it does not matter. Everything else is `info`: it may have happened, and may yet.
 */
export function outcomeOfError(error: unknown, f: string, handling: ErrorHandling): Outcome {
  if (handling.kind === "none") return exceptional(error);
  const isIdempotent = handling.idempotent.has(f);
  if (error instanceof RpcTimeout) {
    return { type: isIdempotent ? "fail" : "info", error: keyword("net-timeout") };
  }
  if (isRpcError(error)) {
    return {
      type: error.definite || isIdempotent ? "fail" : "info",
      error: [keyword(error.codeName), error.text ?? null],
    };
  }
  return exceptional(error);
}

/** Jepsen's record of an exception that no client handles. */
function exceptional(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return {
    type: "info",
    error: `indeterminate: ${message}`,
    exception: { class: classOf(error), message },
  };
}

/** Faults of a node have the class that they have in Maelstrom, so that counts by class agree; bugs of ours have their own. */
function classOf(error: unknown): string {
  const isOfNode = error instanceof RpcTimeout || error instanceof MalformedReply || isRpcError(error);
  if (isOfNode) return "clojure.lang.ExceptionInfo";
  return error instanceof Error ? error.name : typeof error;
}
