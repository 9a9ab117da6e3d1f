/** The last of what a process wrote to stderr, however much that was. */

const LIMIT = 2_000;

export class Tail {
  #text = "";

  add(text: string): void {
    this.#text = (this.#text + text).slice(-LIMIT);
  }

  get text(): string {
    return this.#text.trim();
  }
}
