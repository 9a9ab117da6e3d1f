/** A history as a linearizability checker sees it: intervals in which each operation took effect at one moment. */
import type { Operation } from "@gossip-glomers/history";
import { pairCalls } from "../run/calls.ts";
import type { Step } from "./model.ts";

/**
 * One operation that may have happened.
 *
 * With a `completion` it took effect between invocation and completion. Without one (its outcome is unknown) it took
 * effect at some time after its invocation, or never.
 */
export interface IntervalCall {
  readonly invocation: Operation;
  /** Always `ok`. */
  readonly completion: Operation | null;
  readonly step: Step;
}

/** The operations of a history that may have happened, by invocation. Failed ones are left out: they did not. */
export function intervalCalls(history: readonly Operation[]): IntervalCall[] {
  return pairCalls(history).flatMap(({ invocation, completion }): IntervalCall[] => {
    if (completion?.type === "fail") return [];
    const ok = completion?.type === "ok" ? completion : null;
    return [{ invocation, completion: ok, step: { f: invocation.f, value: (ok ?? invocation).value } }];
  });
}
