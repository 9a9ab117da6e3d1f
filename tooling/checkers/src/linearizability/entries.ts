/**
 * The calls that must be placed as a doubly linked list of invocations and completions in the order of time, from
 * which the search takes a call when it has placed it (`lift`) and into which it puts it back when it takes that
 * decision back (`unlift`).
 *
 * It is the structure of Lowe, "Testing for linearizability" (2017), section 4. The links of a lifted entry stay as
 * they were, so that unlifting in the opposite order restores the list exactly.
 */

/** Entries are numbers: `call` is a call's invocation and `calls + call` its completion. */
export interface EntryList {
  /** The first entry that is left. */
  first(): number;
  /** The entry after this one. */
  after(entry: number): number;
  /** Takes a call's invocation and completion out. */
  lift(call: number): void;
  /** Puts back the call that was lifted last. */
  unlift(call: number): void;
}

/** Links the invocations and completions of `calls` calls, given in the order of time. */
export function linkEntries(ordered: readonly number[], calls: number): EntryList {
  const head = 2 * calls;
  const end = head + 1;
  const next = new Int32Array(end + 1);
  const previous = new Int32Array(end + 1);
  let last = head;
  for (const entry of [...ordered, end]) {
    next[last] = entry;
    previous[entry] = last;
    last = entry;
  }
  const take = (entry: number): void => {
    const [before = head, behind = end] = [previous[entry], next[entry]];
    next[before] = behind;
    previous[behind] = before;
  };
  const putBack = (entry: number): void => {
    const [before = head, behind = end] = [previous[entry], next[entry]];
    next[before] = entry;
    previous[behind] = entry;
  };
  return {
    first: () => next[head] ?? end,
    after: (entry) => next[entry] ?? end,
    lift(call) {
      take(call);
      take(calls + call);
    },
    unlift(call) {
      putBack(calls + call);
      putBack(call);
    },
  };
}
