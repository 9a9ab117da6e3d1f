/** What a thing does when one operation at a time is applied to it: the sequential specification. */
import type { Datum } from "@gossip-glomers/history";
import type { Identity } from "../datum/identity.ts";

/** What is applied: a function's name and its value; of a read, the value that it got. */
export interface Step {
  readonly f: string;
  readonly value: Datum;
}

/** The operation cannot have happened in this state; `reason` reads `can't read 3 from register 1`. */
export class Inconsistent {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * A sequential specification. All its functions are pure.
 *
 * An operation whose outcome is unknown is stepped with the value it was invoked with; if it may also have had no
 * effect, the search leaves it out by itself.
 */
export interface Model<State> {
  readonly initial: State;
  /** The state after the operation, or why it cannot happen in this state. */
  step(state: State, step: Step): State | Inconsistent;
  /**
   * Whether the step leaves every state in which it can happen as it is, as a read does. Writing the value that a
   * register happens to hold is not such a step: done a little later it would have changed the register.
   */
  observes(step: Step): boolean;
  /** Two states with the same identity allow the same futures. */
  identity(state: State): Identity;
  /** The state as a result shows it, for instance `#knossos.model.CASRegister{:value 4}`. */
  show(state: State): Datum;
}
