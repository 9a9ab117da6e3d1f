import fc from "fast-check";
import { expect, test } from "vitest";
import { Tail } from "./tail.ts";

test("keeps the last items in their order", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat()), (capacity, items) => {
      const tail = new Tail<number>(capacity);
      for (const item of items) tail.push(item);
      expect(tail.toArray()).toEqual(items.slice(-capacity));
    }),
  );
});
