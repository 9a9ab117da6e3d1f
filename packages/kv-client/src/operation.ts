/**
 * One operation of a caller: one or several messages to a service, with one deadline for all of them.
 *
 * Only what is indefinite is sent again: a definite error says that asking once more would give the same. Pauses
 * are drawn from [0, bound), the bound doubling each time ("full jitter", Brooker 2015, "Exponential Backoff And Jitter"):
 * nodes that failed together would otherwise come back together.
 *
 * Invariant: when `persist` and `attempt` have settled, no timer of theirs is left; the last one ends with the deadline.
 */
import { isRpcError, type Node, RpcError, type RpcOptions, whenAborted } from "@gossip-glomers/protocol";
import type { CallOptions, ClientOptions } from "./options.ts";
import type { Pace } from "./pace.ts";

/**
 * Less time than this is none. A caller that hands on what is left of its own time may be down to a billionth of a millisecond;
 * attempts and pauses would be shorter than the clock can tell, and follow each other without end while it stands still.
 */
const shortestMs = 1;

/** Sends one request, and gives up as it is told. */
export type Send<Reply> = (options: RpcOptions) => Promise<Reply>;

/**
 * The end of an operation by its signal, on its way through what tells errors apart. The signal's reason may be any, an `RpcError` that
 * a handler wants to answer with too; taken for a service's it would be asked again, or would say that nothing was written.
 */
class Aborted {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

export class Operation {
  readonly #node: Node;
  /** Names the operation in errors, as `seq-kv: read "k"`. */
  readonly what: string;
  readonly #deadlineMs: number;
  readonly #endsAt: number;
  readonly #signal: AbortSignal | undefined;
  #attemptMs: number;
  readonly #longestAttemptMs: number;
  #pauseMs: number;
  readonly #longestPauseMs: number;
  readonly #pace: Pace;
  /** Whether no further attempt can have an answer. */
  #isOver = false;

  /**
   * @param pace of the service, as all operations of the client have learnt it
   * @throws {RangeError} if the deadline is no number of milliseconds
   */
  constructor(node: Node, what: string, client: ClientOptions, call: CallOptions, pace: Pace) {
    this.#node = node;
    this.what = what;
    this.#deadlineMs = call.deadlineMs ?? client.deadlineMs ?? 4_000;
    if (!(this.#deadlineMs >= 0))
      throw new RangeError(`${what}: deadlineMs is ${this.#deadlineMs}; it must be 0 or more`);
    this.#endsAt = node.runtime.now() + this.#deadlineMs;
    this.#signal = call.signal;
    this.#pace = pace;
    const attemptMs = client.attemptMs ?? 1_000;
    this.#longestAttemptMs = 4 * attemptMs;
    this.#attemptMs = Math.min(Math.max(attemptMs, pace.patienceMs), this.#longestAttemptMs);
    this.#pauseMs = client.pauseMs ?? 50;
    this.#longestPauseMs = client.longestPauseMs ?? 1_000;
  }

  /** Does `work` to its end; rejects with the signal's reason, and nothing else, if that comes first. */
  async run<Result>(work: (operation: Operation) => Promise<Result>): Promise<Result> {
    try {
      return await work(this);
    } catch (error) {
      throw error instanceof Aborted ? error.reason : error;
    }
  }

  /**
   * Sends again and again, until there is a clear answer.
   * @throws {RpcError} the definite error that was answered; or an indefinite one when time is up.
   */
  async persist<Reply>(send: Send<Reply>): Promise<Reply> {
    for (;;) {
      try {
        return await this.attempt(send);
      } catch (error) {
        if (!isIndefinite(error)) throw error;
        await this.pause(error);
      }
    }
  }

  /**
   * Sends once.
   * @throws {RpcError} what was answered; or an indefinite error if nothing was.
   */
  async attempt<Reply>(send: Send<Reply>): Promise<Reply> {
    const askedAt = this.#node.runtime.now();
    const leftMs = this.#endsAt - askedAt;
    const timeoutMs = Math.min(this.#attemptMs, leftMs);
    if (leftMs < shortestMs) {
      this.#isOver = true;
      throw this.#expired("there was no time left to ask");
    }
    try {
      const reply = await send({
        timeoutMs,
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      });
      this.#pace.note(this.#node.runtime.now() - askedAt);
      return reply;
    } catch (error) {
      if (this.#signal?.aborted && error === this.#signal.reason) throw new Aborted(error);
      if (!isRpcError(error)) throw error;
      if (error.definite) this.#pace.note(this.#node.runtime.now() - askedAt);
      else this.#attemptMs = Math.min(2 * this.#attemptMs, this.#longestAttemptMs);
      // Asking again would only delay the node's exit.
      this.#isOver = isSaidByClosedNode(error);
      throw new RpcError(error.code, `${this.what}: ${error.text ?? error.codeName}`, error.fields);
    }
  }

  /**
   * Waits before the next attempt.
   * @param reason what the last attempt ended with.
   * @throws {RpcError} at once, if there can be no next attempt.
   */
  async pause(reason: RpcError): Promise<void> {
    if (this.#isOver) throw reason;
    const { runtime } = this.#node;
    const leftMs = this.#endsAt - runtime.now();
    // No swarm of attempts, each after half as long a pause, just before the end.
    if (leftMs <= Math.min(this.#deadlineMs, 4_000) / 100) throw this.#expired(reason.message);
    // A pause of all that is left would leave the next attempt no time.
    const pauseMs = runtime.random() * Math.min(this.#pauseMs, leftMs / 2);
    this.#pauseMs = Math.min(2 * this.#pauseMs, this.#longestPauseMs);
    await this.#sleep(pauseMs);
  }

  /**
   * The error to reject with once an attempt may have been carried out: also if a later one was answered with a definite error, for
   * that speaks of the later one only.
   */
  leftOpen({ message }: RpcError): RpcError {
    return RpcError.timeout(
      `${this.what}: whether it was carried out is unknown; the last attempt: ${message}`,
    );
  }

  #expired(last: string): RpcError {
    return RpcError.timeout(
      `${this.what}: no clear answer within ${this.#deadlineMs} ms, so whether it was carried out is unknown; the last attempt: ${last}`,
    );
  }

  #sleep(ms: number): Promise<void> {
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Aborted(signal.reason));
      const timer = this.#node.after(ms, () => {
        forget?.();
        resolve();
      });
      const forget =
        signal &&
        whenAborted(signal, () => {
          timer.cancel();
          reject(new Aborted(signal.reason));
        });
    });
  }
}

/** Whether an error leaves open what has happened. */
export function isIndefinite(error: unknown): error is RpcError {
  return isRpcError(error) && !error.definite;
}

/**
 * Whether an error is that of a node to which no reply can come any more, since its input has ended or it has been stopped. By its
 * text, because a service may answer with the same code, and that must be asked again.
 */
function isSaidByClosedNode({ code, text }: RpcError): boolean {
  return code === 0 && text !== undefined && /^rpc .*, so no reply (?:can come|is taken)$/.test(text);
}
