/**
 * Whether a value is a promise, of whatever realm or library.
 *
 * Asked of the value and not of the function that returned it: a plain function that returns a promise is as
 * asynchronous as an `async` one.
 */
export function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
