/**
 * A model as a table of small integers.
 *
 * The search applies the same few operations to the same few states over and over (a register of five values has
 * six states), so states and steps are numbered and each pair is asked of the model once.
 */
import { type Identity, identityOf } from "../datum/identity.ts";
import { Inconsistent, type Model, type Step } from "./model.ts";

/** What `after` says of a step that cannot happen. */
export const IMPOSSIBLE = -1;

export interface Transitions<State = unknown> {
  /** The number of the initial state. */
  readonly initial: number;
  /** The number of a step's kind, the same for steps with equal f and value. */
  kindOf(step: Step): number;
  /** The number of the state after a step of this kind, or `IMPOSSIBLE`. */
  after(state: number, kind: number): number;
  /** Whether steps of this kind never change a state. */
  observes(kind: number): boolean;
  /** The state of this number. */
  stateOf(number: number): State;
}

/** Numbers the states and steps of `model`, lazily. */
export function tabulate<State>(model: Model<State>): Transitions<State> {
  const states: State[] = [];
  const numbers = new Map<Identity, number>();
  const kinds: Step[] = [];
  const kindNumbers = new Map<string, Map<Identity, number>>();
  const observing: boolean[] = [];
  /** rows[state].get(kind) */
  const rows: Map<number, number>[] = [];

  const numberOf = (state: State): number => {
    const identity = model.identity(state);
    const known = numbers.get(identity);
    if (known !== undefined) return known;
    numbers.set(identity, states.length);
    rows.push(new Map());
    return states.push(state) - 1;
  };
  const compute = (state: number, kind: number): number => {
    const [from, step] = [states[state], kinds[kind]];
    if (from === undefined || step === undefined) return IMPOSSIBLE;
    const next = model.step(from, step);
    return next instanceof Inconsistent ? IMPOSSIBLE : numberOf(next);
  };
  return {
    initial: numberOf(model.initial),
    kindOf(step) {
      const identity = identityOf(step.value);
      const byValue = kindNumbers.get(step.f) ?? new Map<Identity, number>();
      kindNumbers.set(step.f, byValue);
      const known = byValue.get(identity);
      if (known !== undefined) return known;
      byValue.set(identity, kinds.length);
      observing.push(model.observes(step));
      return kinds.push(step) - 1;
    },
    observes: (kind) => observing[kind] === true,
    stateOf: (number) => states[number] ?? model.initial,
    after(state, kind) {
      const row = rows[state];
      const known = row?.get(kind);
      if (known !== undefined) return known;
      const next = compute(state, kind);
      row?.set(kind, next);
      return next;
    },
  };
}
