/** The compare-and-set register of lin-kv (MAELSTROM.md 13), which begins with nil. */
import { type Datum, isVector, printEdn, Tagged } from "@gossip-glomers/history";
import { identityOf } from "../datum/identity.ts";
import { Inconsistent, type Model } from "./model.ts";

/**
 * Functions: `read` with the value that was read, `write` with the new value, `cas` with `[from to]`. A read of nil
 * is always possible, since to Jepsen nil means that nobody knows what was read.
 */
export const casRegister: Model<Datum> = {
  initial: null,
  step(state, { f, value }) {
    switch (f) {
      case "read":
        if (value === null || identityOf(value) === identityOf(state)) return state;
        return new Inconsistent(`can't read ${text(value)} from register ${text(state)}`);
      case "write":
        return value;
      case "cas": {
        const [from = null, to = null] = isVector(value) ? value : [];
        if (identityOf(from) === identityOf(state)) return to;
        return new Inconsistent(`can't CAS ${text(state)} from ${text(from)} to ${text(to)}`);
      }
      default:
        return new Inconsistent(`a register does not know ${f}`);
    }
  },
  observes: ({ f }) => f === "read",
  identity: identityOf,
  show: (state) => new Tagged("knossos.model.CASRegister", { value: state }),
};

/** As Clojure's `str` gives it: nothing for nil, and a string without quotes. */
function text(value: Datum): string {
  if (value === null) return "";
  return typeof value === "string" ? value : printEdn(value);
}
