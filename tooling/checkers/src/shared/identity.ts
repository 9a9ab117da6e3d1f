/** Equality of data, by which checkers recognise an element, a register's value or a message again. */
import type { Datum } from "@gossip-glomers/history";
import { identityOf as textOf } from "../datum/identity.ts";

/** What stands for a datum in a `Map` or a `Set`, which compare objects by reference. */
export type Identity = null | boolean | number | string;

/** Keeps the string "[1]" apart from the vector [1]; a string that begins with it gets another one. */
const COMPOUND = "\u0000";

/**
 * A primitive that two data share exactly if Clojure's `=` holds between them; see ../datum/identity.ts. That one is
 * always a text. This one leaves numbers and short strings, of which most data are, as they are.
 */
export function identityOf(datum: Datum): Identity {
  switch (typeof datum) {
    case "string":
      return datum.startsWith(COMPOUND) ? COMPOUND + textOf(datum) : datum;
    case "number":
    case "boolean":
      return datum;
    default:
      return datum === null ? null : COMPOUND + textOf(datum);
  }
}

/** The EDN of a datum that is not its own identity; null for one that is. */
export function identityText(identity: Identity): string | null {
  return typeof identity === "string" && identity.startsWith(COMPOUND)
    ? identity.slice(COMPOUND.length)
    : null;
}
