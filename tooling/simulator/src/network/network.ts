/**
 * What clients, services and hosts see of the network (MAELSTROM.md sections 4 and 5).
 */
import type { DropReason, ExactJson } from "@gossip-glomers/history";
import type { Impairment } from "./impairment.ts";

/** A message as the network carries it: it has given it its id. */
export interface Envelope {
  readonly id: number;
  readonly src: string;
  readonly dest: string;
  readonly body: ExactJson;
}

/** A message to be sent. */
export type Outgoing = Omit<Envelope, "id">;

export interface Network {
  /** Makes `address` known; `receive` gets every message that is delivered to it, one at a time. */
  attach(address: string, receive: (message: Envelope) => void): void;

  /** Forgets `address`: what is under way to it is lost, and sending to or from it is an error from now on. */
  detach(address: string): void;

  /**
   * Keeps the address of a node that is killed and will be started again: until it is attached anew, what is under way
   * or sent to it is dropped.
   */
  takeDown(address: string): void;

  isAttached(address: string): boolean;

  /**
   * Journals a message and queues it; returns its id.
   * @throws {UnknownAddressError} if its source or its destination is not attached. The id is used up all the same.
   */
  send(message: Outgoing): number;

  /** Makes `dest` drop what comes from `sources`, from now on, in addition to what it drops already. */
  cut(dest: string, sources: Iterable<string>, cause?: CutCause): void;

  /** Ends every cut of this cause. */
  heal(cause?: CutCause): void;

  /** Does its work as badly as `impairment` says from now on, and well again after null. */
  impair(impairment: Impairment | null, nodes: ReadonlySet<string>): void;
}

/** Who cut a link: partitions, which are the default, and one-way cuts come and go without regard to each other. */
export type CutCause = Extract<DropReason, "partition" | "one-way">;

/** Which address of a message it was that nobody has. */
export type AddressRole = "source" | "destination";

export class UnknownAddressError extends Error {
  override readonly name: string = "UnknownAddressError";
  readonly address: string;
  readonly role: AddressRole;
  /** Whether somebody had the address before: a client that was closed, a node that was killed. */
  readonly isGone: boolean;

  constructor(address: string, role: AddressRole, isGone: boolean) {
    const who = isGone ? "any longer has the" : "has the";
    super(`no node, client or service ${who} ${role} ${JSON.stringify(address)}`);
    this.address = address;
    this.role = role;
    this.isGone = isGone;
  }
}
