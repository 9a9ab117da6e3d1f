/** A validity as results hold it: `true`, `false` or `:unknown`. */
import { type Datum, keyword } from "@gossip-glomers/history";
import type { Validity } from "../verdict.ts";

export function validityDatum(valid: Validity): Datum {
  return valid === "unknown" ? keyword("unknown") : valid;
}
