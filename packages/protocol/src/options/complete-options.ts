/** The options of a server that is used as a library: what the bin would refuse is refused here, too. */
import { expectationOf, isInRange, type Option, type Options, type ValuesOf } from "./options.ts";

/** Values of some options. */
export type Given<O extends Options> = { readonly [Name in keyof O]?: ValuesOf<O>[Name] | undefined };

/**
 * The values of all options: what is given, else the default. Nobody but TypeScript would notice `{ batchIntervall: 20 }` or `{ acks: NaN }`
 * otherwise, before a node behaves oddly.
 *
 * @param caller - which function they were given to; errors begin with it
 * @throws {RangeError} that names the first one that is unknown, or has a value that its option does not take.
 */
export function completeOptions<O extends Options>(caller: string, options: O, given: Given<O>): ValuesOf<O> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(options, name)) continue;
    const known = Object.keys(options).join(", ");
    throw new RangeError(`${caller}: there is no option ${name}; the options are ${known}`);
  }
  const values = Object.entries(options).map(([name, option]) => {
    const value: unknown = given[name];
    if (value === undefined) return [name, option.default];
    if (isTaken(option, value)) return [name, value];
    throw new RangeError(
      `${caller}: ${name} must be ${expectationOf(option)}; it was ${typeof value === "string" ? JSON.stringify(value) : String(value)}`,
    );
  });
  // The one cast from what a program without types may have given to the declared types: each value has been checked.
  return Object.fromEntries(values) as ValuesOf<O>;
}

function isTaken(option: Option, value: unknown): boolean {
  switch (option.type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "number":
      return typeof value === "number" && isInRange(option, value);
    case "choice":
      return typeof value === "string" && option.choices.includes(value);
  }
}
