import fc from "fast-check";
import { expect, test } from "vitest";
import { DueHeap } from "./due-heap.ts";

test("gives back what was pushed, ordered by time and among equals by sequence, whatever is popped in between", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(9), fc.constant("pop" as const)), { maxLength: 200 }), (steps) => {
      const heap = new DueHeap<{ at: number; sequence: number }>();
      const model: { at: number; sequence: number }[] = [];
      const popBoth = () => {
        model.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
        expect(heap.peek()).toBe(model[0]);
        expect(heap.pop()).toBe(model.shift());
      };
      for (const [sequence, step] of steps.entries()) {
        if (step === "pop") popBoth();
        else {
          const item = { at: step, sequence };
          heap.push(item);
          model.push(item);
        }
        expect(heap.size).toBe(model.length);
      }
      while (model.length > 0) popBoth();
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
