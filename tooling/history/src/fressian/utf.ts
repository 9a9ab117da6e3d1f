/**
 * Text as Fressian writes it: each UTF-16 unit by itself, in one to three bytes (Java's "modified UTF-8", but with a
 * plain zero byte for NUL). Outside of the basic plane that is not UTF-8: 😀 is two units of three bytes, which any
 * UTF-8 decoder would turn into replacement characters.
 */

/** How many units are made into a string at once; `String.fromCharCode` takes only so many arguments. */
const UNITS_AT_ONCE = 4096;

/**
 * The text in these bytes, or the offset of the first byte that is not one of text.
 *
 * A unit that is cut off at the end is no text either: Fressian breaks long strings only between units.
 */
export function decodeUnits(bytes: Uint8Array, start: number, end: number): string | number {
  let text = "";
  let units: number[] = [];
  for (let at = start; at < end; ) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first >> 5 === 0b110 ? 2 : first >> 4 === 0b1110 ? 3 : 0;
    if (length === 0 || at + length > end) return at;
    let unit = length === 1 ? first : first & (0xff >> (length + 1));
    for (let next = at + 1; next < at + length; next++) {
      const byte = bytes[next] ?? 0;
      if (byte >> 6 !== 0b10) return next;
      unit = (unit << 6) | (byte & 0x3f);
    }
    units.push(unit);
    if (units.length === UNITS_AT_ONCE) {
      text += String.fromCharCode(...units);
      units = [];
    }
    at += length;
  }
  return text + String.fromCharCode(...units);
}
