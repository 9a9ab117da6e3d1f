/**
 * A question of which any answer will do, and which may be asked any number of times: a read, a `sync`, a timestamp.
 *
 * When an answer is late, the question is sent again, and both are listened to. On a link where a round trip takes longer
 * than an attempt, one answer after the other would otherwise be thrown away, although each says all that there is to know.
 *
 * A write is not asked so: when the first copy is answered, the second would still be under way, and undo what its
 * caller writes next.
 */
import { isRpcError, RpcError, type Timer, whenAborted } from "@gossip-glomers/protocol";
import { Aborted, isSaidByClosedNode, noTime, type Operation, type Send, shortestMs } from "./operation.ts";

/**
 * Sends again and again, and settles with the first clear answer to any of the requests. Afterwards none of them is listened to.
 * @throws {RpcError} the definite error that was answered; or an indefinite one when time is up.
 */
export function inquire<Reply>(operation: Operation, send: Send<Reply>): Promise<Reply> {
  return new Promise((resolve, reject) => new Inquiry(operation, send, resolve, reject).begin());
}

class Inquiry<Reply> {
  readonly #operation: Operation;
  readonly #send: Send<Reply>;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #settled = new AbortController();
  /** The end of an attempt or of a pause; undefined if there is no time for another attempt. */
  #timer: Timer | undefined;
  #forgetSignal: (() => void) | undefined;
  /** How many requests are listened to. */
  #open = 0;
  /** The request whose answer is not late yet. */
  #awaited: symbol | undefined;

  constructor(
    operation: Operation,
    send: Send<Reply>,
    resolve: (reply: Reply) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#operation = operation;
    this.#send = send;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(): void {
    const { signal } = this.#operation;
    const abort = (): void => this.#settle(() => this.#reject(new Aborted(signal?.reason)));
    if (signal?.aborted) {
      abort();
      return;
    }
    this.#forgetSignal = signal && whenAborted(signal, abort);
    this.#ask();
  }

  #ask(): void {
    const { node, backoff, leftMs } = this.#operation;
    if (leftMs < shortestMs) {
      this.#expireAfterTheLast(RpcError.timeout(noTime));
      return;
    }
    const request = Symbol();
    this.#awaited = request;
    this.#open += 1;
    const askedAt = node.runtime.now();
    const timeoutMs = Math.min(leftMs, backoff.listenMs);
    this.#send({ timeoutMs, signal: this.#settled.signal }).then(
      (reply) => this.#take(reply, askedAt),
      (error: unknown) => this.#fail(error, request, askedAt),
    );
    const { attemptMs } = backoff;
    this.#timer = node.after(attemptMs, () =>
      this.#goOn(RpcError.timeout(`no reply within ${attemptMs} ms`)),
    );
  }

  #take(reply: Reply, askedAt: number): void {
    this.#operation.noteAnswer(askedAt);
    this.#settle(() => this.#resolve(reply));
  }

  #fail(error: unknown, request: symbol, askedAt: number): void {
    this.#open -= 1;
    if (!isRpcError(error)) {
      this.#settle(() => this.#reject(error));
      return;
    }
    if (error.definite) this.#operation.noteAnswer(askedAt);
    // Of a node that is closed: asking again would only delay its exit.
    const isClear = error.definite || isSaidByClosedNode(error);
    if (isClear) this.#settle(() => this.#reject(this.#operation.named(error)));
    else if (request === this.#awaited) this.#goOn(error);
    else if (this.#timer === undefined) this.#expireAfterTheLast(error);
  }

  /** Asks again after a pause. */
  #goOn(reason: RpcError): void {
    const { node, backoff } = this.#operation;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#awaited = undefined;
    backoff.lengthenAttempts();
    const pauseMs = backoff.drawPauseMs();
    if (pauseMs === undefined) this.#expireAfterTheLast(reason);
    else this.#timer = node.after(pauseMs, () => this.#ask());
  }

  /** Nothing is asked any more; what is listened to ends with the deadline, at the latest. */
  #expireAfterTheLast(reason: RpcError): void {
    this.#timer = undefined;
    if (this.#open > 0) return;
    const { message } = this.#operation.named(reason);
    this.#settle(() => this.#reject(this.#operation.expired(message)));
  }

  #settle(report: () => void): void {
    if (this.#settled.signal.aborted) return;
    this.#settled.abort();
    this.#timer?.cancel();
    this.#forgetSignal?.();
    report();
  }
}
