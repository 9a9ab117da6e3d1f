/**
 * Refuses what JSON cannot say, looking at the value and not into it. `JSON.stringify` leaves out undefined, for which the service
 * takes null; and of NaN, say `Number({}) - 2`, it makes null itself. Whoever reads it later does not find what went wrong.
 *
 * @throws {TypeError} if the value is none.
 */
export function demandJson(what: string, value: unknown): void {
  if (typeof value === "number" ? Number.isFinite(value) : isJsonType(value)) return;
  throw new TypeError(
    `${what} must be JSON; it was ${value instanceof Promise ? "a promise" : String(value)}`,
  );
}

function isJsonType(value: unknown): boolean {
  if (typeof value === "object") return !(value instanceof Promise);
  return typeof value === "string" || typeof value === "boolean";
}
