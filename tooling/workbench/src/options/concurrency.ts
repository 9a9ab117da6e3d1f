/** How many clients work at once (MAELSTROM.md 1.1): `10`, or `2n` for twice the number of nodes. */
import { InvalidValue } from "./values.ts";

export function concurrency(text: string, nodeCount: number): number {
  const match = /^(\d+)(n?)$/.exec(text);
  const number = Number(match?.[1]);
  if (match === null || number < 1 || !Number.isSafeInteger(number)) {
    throw new InvalidValue("Must be a positive integer, optionally followed by n, for instance 2n");
  }
  return match[2] === "n" ? number * nodeCount : number;
}
