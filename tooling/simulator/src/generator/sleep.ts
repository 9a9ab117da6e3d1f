/** A pause between phases. */
import type { Nanoseconds } from "@gossip-glomers/history";
import type { Generator } from "./generator.ts";
import { exhausted } from "./step.ts";

/** Nothing for `duration`, counted from the moment in which it is first asked. */
export function sleep(duration: Nanoseconds): Generator {
  const self: Generator = {
    op: (context) => wakeAt(context.time + duration).op(context),
    update: () => self,
  };
  return self;
}

function wakeAt(until: Nanoseconds): Generator {
  const self: Generator = {
    op: (context) =>
      context.time >= until ? exhausted : { kind: "pending", until, isSettled: true, next: self },
    update: () => self,
  };
  return self;
}
