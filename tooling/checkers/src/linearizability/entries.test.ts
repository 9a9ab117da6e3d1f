import fc from "fast-check";
import { expect, test } from "vitest";
import { linkEntries } from "./entries.ts";

function left(entries: ReturnType<typeof linkEntries>, calls: number): readonly number[] {
  const found: number[] = [];
  for (let entry = entries.first(); entry < 2 * calls; entry = entries.after(entry)) found.push(entry);
  return found;
}

test("lifting takes a call's two entries out, and unlifting in the opposite order restores the list", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.nat()), (calls, draws) => {
      const order = Array.from({ length: 2 * calls }, (_, entry) => entry);
      const rank = order.map(() => draws.next().value);
      order.sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || a - b);
      const entries = linkEntries(order, calls);
      const lifted = Array.from({ length: calls }, (_, call) => call).filter(
        () => draws.next().value % 2 === 0,
      );
      for (const call of lifted) entries.lift(call);
      const remaining = order.filter((entry) => !lifted.includes(entry % calls));
      expect(left(entries, calls)).toStrictEqual(remaining);
      for (const call of lifted.toReversed()) entries.unlift(call);
      expect(left(entries, calls)).toStrictEqual(order);
    }),
  );
});
