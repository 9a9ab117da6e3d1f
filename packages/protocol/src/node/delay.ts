/**
 * Refuses what is no number of milliseconds. NaN, say the sum of a forgotten option and a number, was never on the real clock, and at
 * once on that of a test, which it stopped for good.
 *
 * @throws {RangeError} if it is none.
 */
export function demandDelay(what: string, ms: number): void {
  if (!(ms <= Number.POSITIVE_INFINITY))
    throw new RangeError(`${what} must be a number of milliseconds; it was ${ms}`);
}
