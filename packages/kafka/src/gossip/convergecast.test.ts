import fc from "fast-check";
import { expect, test } from "vitest";
import { combine } from "./convergecast.ts";
import { VersionedVector } from "./versioned-vector.ts";

test("to each neighbour is promised what the node has and all others have promised", () => {
  const few = fc.nat({ max: 5 });
  fc.assert(
    fc.property(few, fc.array(few, { minLength: 1, maxLength: 6 }), (count, promised) => {
      const branches = promised.map((each) => ({ promised: () => each, least: new VersionedVector() }));
      combine(branches, 2, count, 1);
      for (const [index, { least }] of branches.entries())
        expect(least.at(2)).toBe(Math.min(count, ...promised.filter((_, other) => other !== index)));
    }),
  );
});
