/**
 * One operation of a caller: one or several messages to a service, with one deadline for all of them.
 *
 * Only what is indefinite is sent again: a definite error says that asking once more would give the same. What may be asked any
 * number of times is in `inquiry.ts`; here, one request after the other. How long they take, and the pauses, is in `backoff.ts`.
 *
 * Invariant: when `persist` and `attempt` have settled, no timer of theirs is left; the last one ends with the deadline.
 */
import { isRpcError, type Node, RpcError, type RpcOptions, whenAborted } from "@gossip-glomers/protocol";
import { Backoff } from "./backoff.ts";
import { Deadline } from "./deadline.ts";
import type { CallOptions, ClientOptions } from "./options.ts";
import type { Pace } from "./pace.ts";

/**
 * Less time than this is none. A caller that hands on what is left of its own time may be down to a billionth of a millisecond;
 * attempts and pauses would be shorter than the clock can tell, and follow each other without end while it stands still.
 */
export const shortestMs = 1;
export const noTime = "there was no time left to ask";

/** Sends one request, and gives up as it is told. */
export type Send<Reply> = (options: RpcOptions) => Promise<Reply>;

/**
 * The end of an operation by its signal, on its way through what tells errors apart. The signal's reason may be any, an `RpcError` that
 * a handler wants to answer with too; taken for a service's it would be asked again, or would say that nothing was written.
 */
export class Aborted {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

export class Operation {
  readonly node: Node;
  readonly signal: AbortSignal | undefined;
  readonly backoff: Backoff;
  /** Names the operation in errors, as `seq-kv: read "k"`. */
  readonly what: string;
  readonly #deadlineMs: number;
  readonly #deadline: Deadline;
  readonly #pace: Pace;
  /** Whether no further attempt can have an answer. */
  #isOver = false;

  /**
   * @param pace of the service, as all operations of the client have learnt it
   * @throws {RangeError} if the deadline is no number of milliseconds
   */
  constructor(node: Node, what: string, client: ClientOptions, call: CallOptions, pace: Pace) {
    this.node = node;
    this.what = what;
    this.#deadlineMs = call.deadlineMs ?? client.deadlineMs ?? 4_000;
    if (!(this.#deadlineMs >= 0))
      throw new RangeError(`${what}: deadlineMs is ${this.#deadlineMs}; it must be 0 or more`);
    this.#deadline = new Deadline(node.runtime, this.#deadlineMs);
    this.signal = call.signal;
    this.#pace = pace;
    this.backoff = new Backoff(node.runtime, this.#deadline, client, pace);
  }

  /** How much time there is left, in milliseconds. */
  get leftMs(): number {
    return this.#deadline.leftMs;
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
    const askedAt = this.node.runtime.now();
    const { leftMs } = this;
    if (leftMs < shortestMs) {
      this.#isOver = true;
      throw this.expired(noTime);
    }
    const timeoutMs = Math.min(this.backoff.attemptMs, leftMs);
    try {
      const reply = await send({
        timeoutMs,
        ...(this.signal === undefined ? {} : { signal: this.signal }),
      });
      this.noteAnswer(askedAt);
      return reply;
    } catch (error) {
      if (this.signal?.aborted && error === this.signal.reason) throw new Aborted(error);
      if (!isRpcError(error)) throw error;
      if (error.definite) this.noteAnswer(askedAt);
      else this.backoff.lengthenAttempts();
      // Asking again would only delay the node's exit.
      this.#isOver = isSaidByClosedNode(error);
      throw this.named(error);
    }
  }

  /**
   * Waits before the next attempt.
   * @param reason what the last attempt ended with.
   * @throws {RpcError} at once, if there can be no next attempt.
   */
  async pause(reason: RpcError): Promise<void> {
    if (this.#isOver) throw reason;
    const pauseMs = this.backoff.drawPauseMs();
    if (pauseMs === undefined) throw this.expired(reason.message);
    await this.#sleep(pauseMs);
  }

  /** Takes note of how long the service has taken to answer what it was asked at `askedAt`. */
  noteAnswer(askedAt: number): void {
    this.#pace.note(this.node.runtime.now() - askedAt);
  }

  /** An error of one attempt, with the name of the operation before its text. */
  named(error: RpcError): RpcError {
    return new RpcError(error.code, `${this.what}: ${error.text ?? error.codeName}`, error.fields);
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

  /** The error to reject with when time is up; `last` is what the last attempt ended with. */
  expired(last: string): RpcError {
    return RpcError.timeout(
      `${this.what}: no clear answer within ${this.#deadlineMs} ms, so whether it was carried out is unknown; the last attempt: ${last}`,
    );
  }

  #sleep(ms: number): Promise<void> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Aborted(signal.reason));
      const timer = this.node.after(ms, () => {
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
export function isSaidByClosedNode({ code, text }: RpcError): boolean {
  return code === 0 && text !== undefined && /^rpc .*, so no reply (?:can come|is taken)$/.test(text);
}
