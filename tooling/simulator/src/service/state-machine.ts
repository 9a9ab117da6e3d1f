/**
 * What a service is (MAELSTROM.md section 11): a state, and what a request does to it.
 *
 * The consistency of a service is nothing but which state it lets a request see. So each is a pure function from a state,
 * a request and chance to a reply and the next state, and can be tested draw by draw; `attach-services.ts` gives it an
 * address. Read `kv-request.ts` next: the three stores share what a request means.
 */
import { type ExactJson, type ExactRecord, printExactJson } from "@gossip-glomers/history";

export interface ServiceRequest {
  /** The address that asks. */
  readonly src: string;
  readonly body: ExactRecord;
}

/** Draws an integer in [0, bound), each equally likely. */
export type Draw = (bound: number) => number;

export interface Outcome<State> {
  /** The body of the reply, without `in_reply_to`. */
  readonly reply: ExactRecord;
  readonly state: State;
}

export interface StateMachine<State> {
  readonly initial: State;
  /** @throws {UnknownRequest} the service does not know the request's type; it then answers nothing. */
  handle(state: State, request: ServiceRequest, draw: Draw): Outcome<State>;
}

export class UnknownRequest extends Error {
  override readonly name: string = "UnknownRequest";

  /** @param known the types that the service knows. */
  constructor(type: ExactJson | undefined, known: readonly string[]) {
    const what = type === undefined ? "missing" : printExactJson(type);
    super(`the request's type is ${what}; send one of ${known.join(", ")}`);
  }
}
