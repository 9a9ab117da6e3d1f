/** How the verdicts of parts make the verdict of the whole (MAELSTROM.md section 17.1). */
import type { Validity } from "../verdict.ts";

/** False if any part is, else unknown if any part is, else true; so the merge of nothing is true. */
export function mergeValidity(parts: Iterable<Validity>): Validity {
  let merged: Validity = true;
  for (const part of parts) {
    if (part === false) return false;
    if (part === "unknown") merged = "unknown";
  }
  return merged;
}
