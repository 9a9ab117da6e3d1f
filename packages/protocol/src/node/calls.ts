/**
 * The calls that a node has made and that are not answered yet.
 *
 * Invariant: a call is in the table exactly as long as its promise is pending. Whatever settles it (a reply, its
 * deadline, its signal, the end of the node) takes it out first and lets go of its timer and its signal; so nothing
 * is left of a call that timed out, and a reply that comes twice, or too late, finds nothing.
 */
import { type Definition, replyViolation } from "../definition.ts";
import { RpcError } from "../error/rpc-error.ts";
import type { Runtime } from "../runtime.ts";
import { demandDelay } from "./delay.ts";
import { malformedReply, noReply } from "./failures.ts";
import { type IncomingBody, payloadOf } from "./incoming.ts";
import { whenAborted } from "./when-aborted.ts";

export interface RpcOptions {
  /**
   * How long to wait for the reply, in milliseconds; 1000 if not given. It must exceed a round trip: at Maelstrom's
   * `--latency 100` that is 200 ms on average with constant latency, and often twice that with `exponential`.
   */
  readonly timeoutMs?: number;
  /** Gives up the call when it is aborted; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How long a call waits for its reply unless told, in milliseconds. */
export const defaultTimeoutMs = 1000;

interface Call {
  readonly definition: Definition<object, object>;
  readonly dest: string;
  resolve(payload: object): void;
  reject(reason: unknown): void;
}

/**
 * The first number of a life is drawn below this, 2^40, which leaves room for 2^52 calls before numbers get inexact.
 *
 * A process that starts again under the name of one that crashed may still be sent the answers to that one's calls. If both
 * counted from 1, a late `cas_ok` to the former life would settle another cas of the new one, which was refused. As it is,
 * two lives that make a million calls each share a number with a probability of 2 in a million.
 */
const firstIdLimit = 2 ** 40;

export class Calls {
  readonly #runtime: Runtime;
  readonly #pending = new Map<number, Call>();
  #lastId: number | undefined;
  #closed: string | undefined;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** How many calls wait for a reply. */
  get size(): number {
    return this.#pending.size;
  }

  /** Enters a call and has `transmit` send it under the number that it got. Resolves to the payload of the reply. */
  open<Reply extends object>(
    dest: string,
    definition: Definition<object, Reply>,
    options: RpcOptions,
    transmit: (msgId: number) => void,
  ): Promise<Reply> {
    const { timeoutMs = defaultTimeoutMs, signal } = options;
    const promise = new Promise<Reply>((resolve, reject) => {
      demandDelay("timeoutMs", timeoutMs);
      if (signal?.aborted) return reject(signal.reason);
      if (this.#closed !== undefined) return reject(noReply(definition, dest, this.#closed));
      const msgId = this.#nextId();
      const timer = this.#runtime.setTimer(timeoutMs, () =>
        this.#take(msgId)?.reject(noReply(definition, dest, `no reply within ${timeoutMs} ms`)),
      );
      const forget = signal && whenAborted(signal, () => this.#take(msgId)?.reject(signal.reason));
      const release = (): void => {
        timer.cancel();
        forget?.();
      };
      this.#pending.set(msgId, {
        definition,
        dest,
        resolve(payload) {
          release();
          // The one cast between the wire and the types: `settle` has checked the reply against the definition.
          resolve(payload as Reply);
        },
        reject(reason) {
          release();
          reject(reason);
        },
      });
      try {
        transmit(msgId);
      } catch (error) {
        this.#take(msgId)?.reject(error);
      }
    });
    // A call whose outcome nobody awaits may fail in peace: it must not count as an unhandled rejection, which ends
    // a process.
    promise.catch(() => {});
    return promise;
  }

  /** Settles the call that a body answers. Returns false if there is none, or none any more. */
  settle(msgId: number, body: IncomingBody): boolean {
    const call = this.#take(msgId);
    if (call === undefined) return false;
    if (body.type === "error") {
      call.reject(RpcError.fromBody(body));
      return true;
    }
    const { definition, dest } = call;
    const violation = replyViolation(definition, body);
    if (violation) {
      call.reject(malformedReply(definition, dest, violation));
    } else {
      call.resolve(payloadOf(body));
    }
    return true;
  }

  /** Rejects every pending call and every later one, because no reply can come any more. */
  close(why: string): void {
    this.#closed ??= why;
    for (const [msgId, { definition, dest }] of [...this.#pending]) {
      this.#take(msgId)?.reject(noReply(definition, dest, why));
    }
  }

  #nextId(): number {
    this.#lastId = (this.#lastId ?? Math.floor(this.#runtime.random() * firstIdLimit)) + 1;
    return this.#lastId;
  }

  #take(msgId: number): Call | undefined {
    const call = this.#pending.get(msgId);
    this.#pending.delete(msgId);
    return call;
  }
}
