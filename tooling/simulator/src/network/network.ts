/**
 * What clients, services and hosts see of the network (MAELSTROM.md sections 4 and 5).
 */
import type { Json } from "@gossip-glomers/protocol";

/** A message as the network carries it: it has given it its id. */
export interface Envelope {
  readonly id: number;
  readonly src: string;
  readonly dest: string;
  readonly body: Json;
}

/** A message to be sent. */
export type Outgoing = Omit<Envelope, "id">;

export interface Network {
  /** Makes `address` known; `receive` gets every message that is delivered to it, one at a time. */
  attach(address: string, receive: (message: Envelope) => void): void;

  /** Forgets `address`: what is under way to it is lost, and sending to or from it is an error from now on. */
  detach(address: string): void;

  isAttached(address: string): boolean;

  /**
   * Journals a message and queues it; returns its id.
   * @throws {UnknownAddressError} if its source or its destination is not attached. The id is used up all the same.
   */
  send(message: Outgoing): number;

  /** Makes `dest` drop what comes from `sources`, from now on, in addition to what it drops already. */
  cut(dest: string, sources: Iterable<string>): void;

  /** Ends every cut. */
  heal(): void;
}

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
