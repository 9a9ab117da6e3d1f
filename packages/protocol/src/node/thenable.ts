/**
 * Whether a value is a promise, of whatever realm or library. Such a one may have no more of a promise than a `then`, which may keep it
 * twice or return nothing (a query builder's); so `Promise.resolve` comes before anything is done with it.
 *
 * Asked of the value and not of the function that returned it: a plain function that returns a promise is as
 * asynchronous as an `async` one.
 */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
