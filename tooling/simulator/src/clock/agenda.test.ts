import fc from "fast-check";
import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";
import type { Scheduled } from "./clock.ts";

const step = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant("add" as const), at: fc.nat(9) }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constant("cancel" as const), which: fc.nat() }), weight: 5 },
  { arbitrary: fc.record({ kind: fc.constant("take" as const) }), weight: 1 },
);

interface Pending {
  readonly at: number;
  readonly name: number;
  readonly scheduled: Scheduled;
}

test("calls what was not cancelled, in its order, and does not keep what was", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1000, maxLength: 1000 }), (steps) => {
      const agenda = new Agenda();
      const called: number[] = [];
      const pending: Pending[] = [];
      const takeBoth = (): void => {
        const first = pending.reduce<Pending | null>(
          (least, other) => (least === null || other.at < least.at ? other : least),
          null,
        );
        expect(agenda.peek()?.at).toBe(first?.at);
        agenda.take()?.();
        if (first === null) return;
        expect(called.pop()).toBe(first.name);
        pending.splice(pending.indexOf(first), 1);
      };
      for (const [name, step] of steps.entries()) {
        if (step.kind === "take") takeBoth();
        else if (step.kind === "add") {
          pending.push({ at: step.at, name, scheduled: agenda.add(step.at, () => called.push(name)) });
        } else if (pending.length > 0) {
          const [cancelled] = pending.splice(step.which % pending.length, 1);
          cancelled?.scheduled.cancel();
          cancelled?.scheduled.cancel();
          expect(agenda.size).toBeLessThanOrEqual(2 * pending.length + 64);
        }
      }
      while (pending.length > 0) takeBoth();
      expect(agenda.take()).toBeNull();
    }),
    { numRuns: 30 },
  );
});
