/** Names of clients. */

/** Gives out `c0`, `c1`, … in the order in which clients are opened; one counter for the whole run (MAELSTROM.md 2). */
export class ClientAddresses {
  #next = 0;

  next(): string {
    const address = `c${this.#next}`;
    this.#next += 1;
    return address;
  }
}
