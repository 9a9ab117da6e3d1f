/** Equality of data, quick where both are numbers, as the elements of nearly every history are. */
import type { Datum } from "@gossip-glomers/history";
import { identityOf } from "../shared/identity.ts";

/** Whether Clojure's `=` holds between two data. */
export function sameDatum(a: Datum, b: Datum): boolean {
  return a === b || (isCompound(a) && isCompound(b) && identityOf(a) === identityOf(b));
}

function isCompound(datum: Datum): boolean {
  return (typeof datum === "object" && datum !== null) || typeof datum === "bigint";
}
