/** An operation as Maelstrom's results hold it. */
import { type Operation, operationDatum, Tagged } from "@gossip-glomers/history";

/** `#jepsen.history.Op{:index 0, :time 12, …}`. */
export function operationRecord(operation: Operation): Tagged {
  return new Tagged("jepsen.history.Op", operationDatum(operation));
}
