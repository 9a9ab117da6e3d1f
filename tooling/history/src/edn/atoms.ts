/**
 * How Clojure prints what has no parts. Both printers (print.ts on one line, pretty.ts on many) stand on this.
 */
import { type Datum, EdnSymbol, Float, Keyword } from "../datum.ts";

const ESCAPES: { readonly [character: string]: string } = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\b": "\\b",
  "\f": "\\f",
};

/** Java's `long`; Clojure marks an integer beyond it with an N. */
const LONG_MIN = -(2n ** 63n);
const LONG_MAX = 2n ** 63n - 1n;

/** The text of a datum without parts, or null if it has some. */
export function printAtom(datum: Datum): string | null {
  switch (typeof datum) {
    case "string":
      return printString(datum);
    case "number":
      return Number.isInteger(datum) && Math.abs(datum) < 1e21 ? String(datum) : printDouble(datum);
    case "boolean":
      return String(datum);
    case "bigint":
      return datum < LONG_MIN || datum > LONG_MAX ? `${datum}N` : String(datum);
    default:
      if (datum === null) return "nil";
      if (datum instanceof Keyword) return `:${datum.name}`;
      if (datum instanceof EdnSymbol) return datum.name;
      if (datum instanceof Float) return printDouble(datum.value);
      return null;
  }
}

/** A string as Clojure's `pr` writes it: seven escapes, everything else as it is. */
export function printString(text: string): string {
  return `"${text.replace(/["\\\n\t\r\b\f]/g, (character) => ESCAPES[character] ?? character)}"`;
}

/**
 * A double in the notation of Java's `Double.toString`: always with a fraction, and with an exponent outside
 * [10^-3, 10^7). JavaScript would write 0.0001 and 1e-7 where Java writes 1.0E-4 and 1.0E-7.
 */
function printDouble(value: number): string {
  if (Number.isNaN(value)) return "##NaN";
  if (!Number.isFinite(value)) return value > 0 ? "##Inf" : "##-Inf";
  const magnitude = Math.abs(value);
  if (magnitude === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (magnitude >= 1e-3 && magnitude < 1e7) return withFraction(String(value));
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${withFraction(digits)}E${Number(exponent)}`;
}

function withFraction(digits: string): string {
  return digits.includes(".") ? digits : `${digits}.0`;
}
