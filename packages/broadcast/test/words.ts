/** Values as odd as clients may send them: any JSON, as deep as a request may be, and long. Value 7 is the same each time. */
import type { Json } from "@gossip-glomers/protocol";

export interface Words {
  /** Whether they are anything but the number itself. */
  readonly isAwkward: boolean;
  /** How many characters every tenth one has. */
  readonly longText: number;
}

export const plainWords: Words = { isAwkward: false, longText: 0 };

/** The deepest that a value may be nested: a request may have 500 levels, of which its body is one. */
const deepestValue = 499;

export function wordOf(number: number, { isAwkward, longText }: Words): Json {
  if (!isAwkward) return number;
  if (number % 10 === 0) return `${number} ${"x".repeat(longText)}`;
  switch (number % 16) {
    case 1:
      return nested(number, (inner) => [inner]);
    case 3:
      return nested(number, (inner) => ({ "": inner }));
    case 5:
      return [number, -0, 1e300, 2 ** 53, 5e-324, -1.7976931348623157e308];
    case 7:
      return JSON.parse(`{"__proto__":{"toString":${number}},"valueOf":null,"constructor":[]}`);
    case 9:
      return `\u0000\ud800 "\\ é e\u0301 ключ 🔑 ${number}`;
    case 11:
      return [null, [], {}, "", false, number];
    case 13:
      return number * 1e300;
    default:
      return number;
  }
}

function nested(number: number, wrap: (inner: Json) => Json): Json {
  let value: Json = number;
  for (let level = 0; level < deepestValue; level += 1) value = wrap(value);
  return value;
}
