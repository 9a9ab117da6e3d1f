import fc from "fast-check";
import { expect, test } from "vitest";
import { DueHeap } from "./due-heap.ts";

const step = fc.oneof(
  { arbitrary: fc.nat(9), weight: 6 },
  { arbitrary: fc.constant("pop" as const), weight: 3 },
  { arbitrary: fc.constant("retain" as const), weight: 1 },
);

test("gives back what was pushed, ordered by time and among equals by sequence, whatever is taken out in between", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new DueHeap<{ at: number; sequence: number }>();
      let model: { at: number; sequence: number }[] = [];
      const popBoth = () => {
        model.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
        expect(heap.peek()).toBe(model[0]);
        expect(heap.pop()).toBe(model.shift());
      };
      for (const [sequence, step] of steps.entries()) {
        if (step === "pop") popBoth();
        else if (step === "retain") {
          const isWanted = (item: { sequence: number }) => item.sequence % 3 !== 0;
          heap.retain(isWanted);
          model = model.filter(isWanted);
        } else {
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
