/** Several generators at once: the heart of `any` and `reserve`. */
import type { Context, Generator, Step } from "./generator.ts";
import { exhausted } from "./step.ts";

/** A generator with the threads that it may use. */
export interface Branch {
  readonly generator: Generator;
  /** Of several operations that are due at the same time, one is drawn with these weights. */
  readonly weight: number;
  readonly restrict: (context: Context) => Context;
}

/**
 * The operation that is due first among those of all branches; the others' answers are thrown away, but what waits or has
 * ended is kept, so that a `sleep` counts from when it was first asked.
 *
 * @param rebuild makes the combinator again from what is left of each branch, in order.
 */
export function soonest(
  context: Context,
  branches: readonly Branch[],
  rebuild: (generators: readonly Generator[]) => Generator,
): Step {
  const left = branches.map((branch) => branch.generator);
  let first: Extract<Step, { kind: "invoke" }> | null = null;
  let chosen = -1;
  let weights = 0;
  let until = Number.POSITIVE_INFINITY;
  let isPending = false;
  let isSettled = true;

  // By index, which takes half as long, and a run asks some hundred thousand times.
  for (let index = 0; index < branches.length; index++) {
    const branch = branches[index];
    if (branch === undefined) continue;
    const step = branch.generator.op(branch.restrict(context));
    if (step.kind === "log") {
      left[index] = step.next;
      return { kind: "log", text: step.text, next: rebuild(left) };
    }
    if (step.kind === "pending") {
      left[index] = step.next;
      until = Math.min(until, step.until);
      isPending = true;
      isSettled &&= step.isSettled;
    } else if (step.kind === "invoke") {
      isSettled = false;
      const isSooner = first === null || step.op.time < first.op.time;
      const isEqual = first !== null && step.op.time === first.op.time;
      weights = isSooner ? branch.weight : isEqual ? weights + branch.weight : weights;
      // Of equals, the k-th replaces the one held with its share of the weight so far: a draw without a list.
      if (isSooner || (isEqual && context.random.float() * weights < branch.weight)) {
        first = step;
        chosen = index;
      }
    }
  }

  // By an operation that is due later than somebody wants to be asked again, nothing is known yet.
  if (first !== null && first.op.time <= until) {
    left[chosen] = first.next;
    return { kind: "invoke", op: first.op, next: rebuild(left) };
  }
  return isPending ? { kind: "pending", until, isSettled, next: rebuild(left) } : exhausted;
}
