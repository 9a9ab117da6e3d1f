/** What becomes of what a node says: it goes to the network, or it is a fault. */
import { isExactRecord, type NodeFault } from "@gossip-glomers/history";
import { isClient } from "../network/latency.ts";
import { type Network, type Outgoing, UnknownAddressError } from "../network/network.ts";
import type { FaultReporter } from "./fault-reporter.ts";
import { type Inspection, quote } from "./inspect-line.ts";

/**
 * Sends what a node said, if it was a message, and reports what was wrong with it.
 * @param line as for `inspectValue`.
 */
export function postInspected(
  inspection: Inspection,
  line: () => string,
  network: Network,
  faults: FaultReporter,
): void {
  if ("fault" in inspection) {
    faults.report(inspection.fault);
    return;
  }
  const { message, trailing } = inspection;
  const fault = post(network, message, () => quote(line()));
  if (fault !== null) faults.report(fault);
  if (trailing !== null)
    faults.report({ fault: "trailing-text", line: quote(line()), text: quote(trailing) });
}

/**
 * Sends `message`; returns the fault of the node that sent it, or null.
 *
 * Maelstrom makes no difference between an address that never was and a client that has been closed. We do: the first
 * is a bug of the node, the second is an answer that came too late. A message to a node that was killed is neither;
 * it is lost, as it would be on a real network.
 *
 * @param line the message as the node printed it, made only if there is a fault to quote it in.
 */
export function post(network: Network, message: Outgoing, line: () => string): NodeFault | null {
  try {
    network.send(message);
    return null;
  } catch (error) {
    if (!(error instanceof UnknownAddressError)) throw error;
    const { address, role, isGone } = error;
    if (role === "source" || !isGone) return { fault: "unknown-address", line: line(), address };
    if (!isClient(address)) return null;
    return { fault: "late-reply", line: line(), client: address, request: requestOf(message) };
  }
}

/** The `msg_id` of the request that a message answers, or null. */
function requestOf({ body }: Outgoing): number | null {
  if (!isExactRecord(body)) return null;
  return typeof body.in_reply_to === "number" ? body.in_reply_to : null;
}
