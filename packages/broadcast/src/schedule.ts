/** When a replica has to do what, if no message comes before. */

export const never: number = Number.POSITIVE_INFINITY;

export type Duty =
  /** Hand values to the hub. */
  | "hand up"
  /** Pass values on to those whose hub this node is. */
  | "pass on"
  /** Take those who have asked for it for children. */
  | "adopt"
  /** Tell everybody of a new root. */
  | "announce"
  /** Put oneself under a peer of another tree, if its root has not answered by itself. */
  | "merge"
  /** Be a root, if no other node before this one is looking for a hub. */
  | "emerge"
  /** Try the next few nodes for a hub. */
  | "search"
  /** Ask a suspected peer that lacks something. */
  | "probe"
  /** Compare notes with a peer drawn at random. */
  | "compare"
  /** Ask whether the proper hub is back. */
  | "return"
  /** Ask whether something was missed, nobody having said anything. */
  | "hello";

export class Schedule {
  readonly #dueAt = new Map<Duty, number>();

  /** When the first duty is due; `never` if there is none. */
  get next(): number {
    let first = never;
    for (const at of this.#dueAt.values()) first = Math.min(first, at);
    return first;
  }

  /** `never` if the duty is not planned. */
  dueAt(duty: Duty): number {
    return this.#dueAt.get(duty) ?? never;
  }

  isPlanned(duty: Duty): boolean {
    return this.#dueAt.has(duty);
  }

  /** Plans a duty for `at`, unless it is planned for an earlier time. */
  plan(duty: Duty, at: number): void {
    if (at < this.dueAt(duty)) this.#dueAt.set(duty, at);
  }

  /** Plans a duty for `at`, if it is planned for a later time. */
  hasten(duty: Duty, at: number): void {
    if (this.isPlanned(duty)) this.plan(duty, at);
  }

  cancel(duty: Duty): void {
    this.#dueAt.delete(duty);
  }

  /** Whether a duty is due; if so, it is no longer planned. */
  take(duty: Duty, now: number): boolean {
    return this.dueAt(duty) <= now && this.#dueAt.delete(duty);
  }
}
