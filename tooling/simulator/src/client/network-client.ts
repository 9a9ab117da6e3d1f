/**
 * A client as the network sees it: an address that does one request at a time (MAELSTROM.md 7.1).
 *
 * Whatever else arrives meanwhile is dropped without a word, as Maelstrom does: answers to requests that were given
 * up, requests of nodes, and answers that name another request.
 */
import {
  type ExactJson,
  type ExactRecord,
  isExactRecord,
  type Nanoseconds,
  withField,
} from "@gossip-glomers/history";
import type { Clock, Scheduled } from "../clock/clock.ts";
import type { Envelope, Network } from "../network/network.ts";
import { ClientClosed, RpcTimeout } from "./errors.ts";

/** Ids of the messages that carried a request and its answer. */
export interface Exchange {
  readonly request: number;
  readonly reply?: number;
}

interface Waiting {
  readonly msgId: number;
  readonly deadline: Scheduled;
  readonly exchange: Exchange;
  readonly resolve: (reply: ExactRecord) => void;
  readonly reject: (error: Error) => void;
}

export class NetworkClient {
  readonly address: string;
  readonly #network: Network;
  readonly #clock: Clock;
  #lastMsgId = 0;
  #waiting: Waiting | null = null;
  #firstExchange: Exchange | null = null;

  constructor(address: string, network: Network, clock: Clock) {
    this.address = address;
    this.#network = network;
    this.#clock = clock;
    network.attach(address, (message) => this.#receive(message));
  }

  /**
   * Sends a body, with the next `msg_id`, and waits for the message that is `in_reply_to` it. Nothing else is known of
   * the body that it returns.
   *
   * @throws {RpcTimeout} no such message came within `timeout`.
   * @throws {ClientClosed} the client was closed first.
   */
  request(node: string, body: ExactRecord, timeout: Nanoseconds): Promise<ExactRecord> {
    if (this.#waiting !== null) {
      throw new Error(`NetworkClient.request: ${this.address} waits for an answer already; await that first`);
    }
    this.#lastMsgId += 1;
    const msgId = this.#lastMsgId;
    const sent = withField(body, "msg_id", msgId);
    const request = this.#network.send({ src: this.address, dest: node, body: sent });
    const exchange = { request };
    this.#firstExchange ??= exchange;
    return new Promise((resolve, reject) => {
      const deadline = this.#clock.schedule(this.#clock.now() + timeout, () => {
        this.#waiting = null;
        reject(new RpcTimeout(node, sent, timeout));
      });
      this.#waiting = { msgId, deadline, exchange, resolve, reject };
    });
  }

  /**
   * The first exchange since this was last asked. An operation of several calls is known by the first: it carries the
   * operation itself, and the others (a commit after a poll) follow from its answer.
   */
  takeExchange(): Exchange | null {
    const exchange = this.#firstExchange;
    this.#firstExchange = null;
    return exchange;
  }

  /** Leaves the network. Nodes that answer from now on write to somebody who does not exist. */
  close(): void {
    this.#network.detach(this.address);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.deadline.cancel();
    waiting?.reject(new ClientClosed(this.address));
  }

  #receive({ id, body }: Envelope): void {
    const waiting = this.#waiting;
    if (waiting === null || !isReplyTo(body, waiting.msgId)) return;
    this.#waiting = null;
    waiting.deadline.cancel();
    if (this.#firstExchange === waiting.exchange) {
      this.#firstExchange = { request: waiting.exchange.request, reply: id };
    }
    waiting.resolve(body);
  }
}

function isReplyTo(body: ExactJson, msgId: number): body is ExactRecord {
  return isExactRecord(body) && body.in_reply_to === msgId;
}
