/**
 * The history as a doubly linked list of invocations and completions, from which the search takes a call when it
 * has placed it (`lift`) and into which it puts it back when it takes that decision back (`unlift`).
 *
 * It is the structure of Lowe, "Testing for linearizability" (2017), section 4. The links of a lifted entry stay as
 * they were, so that unlifting in the opposite order restores the list exactly.
 */

/** Entries are numbers; what they are is asked of the list. */
export interface EntryList {
  /** The first entry that is left. */
  first(): number;
  /** The entry after this one. */
  after(entry: number): number;
  /** The call whose invocation this entry is, or -1 for a completion and for the end of the list. */
  invocationAt(entry: number): number;
  /** Takes a call's invocation and completion out. */
  lift(call: number): void;
  /** Puts back the call that was lifted last. */
  unlift(call: number): void;
}

/**
 * Links the events of `calls` calls.
 *
 * @param events call numbers in the order of the history: the first mention is the invocation, the second the
 * completion. A call whose outcome is unknown is mentioned once.
 */
export function linkEntries(events: readonly number[], calls: number): EntryList {
  // The invocation of call c is entry c, its completion entry calls + c.
  const head = 2 * calls;
  const end = head + 1;
  const next = new Int32Array(end + 1);
  const previous = new Int32Array(end + 1);
  const completes = new Uint8Array(calls);
  const invoked = new Uint8Array(calls);
  let last = head;
  const append = (entry: number): void => {
    next[last] = entry;
    previous[entry] = last;
    last = entry;
  };
  for (const call of events) {
    const again = invoked[call] === 1;
    append(again ? calls + call : call);
    if (again) completes[call] = 1;
    invoked[call] = 1;
  }
  append(end);

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
    invocationAt: (entry) => (entry < calls ? entry : -1),
    lift(call) {
      take(call);
      if (completes[call] === 1) take(calls + call);
    },
    unlift(call) {
      if (completes[call] === 1) putBack(calls + call);
      putBack(call);
    },
  };
}
