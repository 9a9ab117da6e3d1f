/** `lin-tso` in memory. */
import type { Service } from "./key-value.ts";

/** A source of timestamps 0, 1, 2, … */
export function linTsoInMemory(): Service {
  let next = 0;
  return (_src, { type }) => (type === "ts" ? { type: "ts_ok", ts: next++ } : undefined);
}
