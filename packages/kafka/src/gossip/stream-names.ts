/** Streams by name and by place: a node counts them in the order in which it hears of them, so that vectors are arrays. */

export class StreamNames {
  readonly #names: string[] = [];
  readonly #places = new Map<string, number>();

  /** @param own the name that gets place 0 */
  constructor(own: string) {
    this.placeOf(own);
  }

  /** How many names there are. */
  get count(): number {
    return this.#names.length;
  }

  /** The place of a name, a new one if it is new. */
  placeOf(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#names.length;
      this.#names.push(name);
      this.#places.set(name, place);
    }
    return place;
  }

  /** @throws {Error} if no name has that place. */
  nameOf(place: number): string {
    const name = this.#names[place];
    if (name === undefined)
      throw new Error(`StreamNames: place ${place} has no name; only places from placeOf have one`);
    return name;
  }
}
