/** How long a client of a service tries, and how. */

/** What all calls of a client have in common. */
export interface ClientOptions {
  /**
   * Milliseconds that a whole operation may take, all its messages, retries and pauses included; 4000 if not given,
   * so that a handler that waits for it can still answer Maelstrom's clients, which wait 5 s. With less than one nothing is sent.
   */
  readonly deadlineMs?: number;
  /**
   * Milliseconds that the first attempt waits for its reply before the request is sent again; 1000 if not given. Further ones wait twice
   * and then four times as long, and those of the next operation as long as answers have been seen to take, so that a service that is
   * merely slow is not asked for ever by attempts that are all too short.
   */
  readonly attemptMs?: number;
  /** Upper bound of the pause before the first retry, in milliseconds; 50 if not given. It doubles with each retry. */
  readonly pauseMs?: number;
  /** Upper bound of all pauses, in milliseconds; 1000 if not given. */
  readonly longestPauseMs?: number;
}

/** An attempt of no time at all has no answer, and is asked again at once. */
const leastMs: readonly (readonly [keyof ClientOptions, number])[] = [
  ["deadlineMs", 0],
  ["attemptMs", 1],
  ["pauseMs", 0],
  ["longestPauseMs", 0],
];

/**
 * Refuses options of a client with which it would never wait, or never send.
 * @throws {RangeError} that names the first of them.
 */
export function demandOptions(client: string, options: ClientOptions): void {
  for (const [name, least] of leastMs) {
    const value = options[name];
    if (value !== undefined && !(value >= least))
      throw new RangeError(`${client}: ${name} is ${value}; it must be ${least} or more`);
  }
}

/** What one call may have for itself. */
export interface CallOptions {
  /** As in `ClientOptions`, for this call. */
  readonly deadlineMs?: number;
  /** Gives up the call when it is aborted; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /**
   * Whether the write is sent again if no clear answer comes; true if not given. It then may be carried out twice,
   * also after the promise has settled, and undo what has been written in between, by another client or this one. `false` for
   * keys that are written more than once and whose last value counts.
   */
  readonly retry?: boolean;
}

/** Options of a compare-and-set. */
export interface CasOptions extends CallOptions {
  /**
   * Whether every value that is ever written to this key differs from every other one, say because it carries its writer
   * and a count; false if not given. Only then can a compare-and-set whose answer is missing be sent again, and its
   * outcome be told by reading (`swap.ts` says why). Otherwise it rejects with an indefinite error.
   */
  readonly distinct?: boolean;
}
