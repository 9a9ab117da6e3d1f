/** What can be tuned, for the bin and for those who use the server as a library. */
import type { NumberOption } from "@gossip-glomers/protocol/stdio";

export interface TxnOptions {
  /** How long a node gathers changes before it sends them, in milliseconds. */
  readonly interval: number;
  /** The most versions of registers that one message carries. */
  readonly partSize: number;
  /** After how long without an answer others stand in for a neighbour, in milliseconds. */
  readonly patience: number;
}

/** The options as the bin declares them. */
export const options: Readonly<Record<keyof TxnOptions, NumberOption>> = {
  interval: {
    type: "number",
    unit: "ms",
    min: 1,
    default: 100,
    description: "How long changes are gathered before they are sent; a greater one costs fewer messages.",
  },
  partSize: {
    type: "number",
    integer: true,
    min: 1,
    default: 1_000,
    description: "The most registers that one message carries; what is more goes in several.",
  },
  patience: {
    type: "number",
    unit: "ms",
    min: 1,
    default: 1_000,
    description: "After how long without an answer another node stands in for a neighbour.",
  },
};

/** The defaults, with which every row of challenge 6 passes. */
export const defaultOptions: TxnOptions = {
  interval: options.interval.default,
  partSize: options.partSize.default,
  patience: options.patience.default,
};

/**
 * The defaults, but for what `values` say.
 * @throws {RangeError} if one of them is none that the bin would take
 */
export function completeOptions(values: Partial<TxnOptions>): TxnOptions {
  const complete = { ...defaultOptions, ...values };
  for (const name of ["interval", "partSize", "patience"] as const) {
    const value = complete[name];
    const { integer = false } = options[name];
    if (value >= 1 && (integer ? Number.isInteger(value) : Number.isFinite(value))) continue;
    throw new RangeError(
      `createServer: ${name} is ${value}; use ${integer ? "an integer" : "a number"} from 1 on`,
    );
  }
  return complete;
}
