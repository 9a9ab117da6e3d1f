import fc from "fast-check";
import { expect, test } from "vitest";
import { Totals } from "./totals.ts";

const report = fc.tuple(fc.constantFrom("n0", "n1", "__proto__"), fc.nat({ max: 1_000 }));

test("the sum of what each node has reached at most, in whatever order and however often it is heard", () => {
  fc.assert(
    fc.property(fc.array(report), fc.array(fc.nat()), (reports, again) => {
      const totals = new Totals();
      const repeated = again.flatMap((index) => reports[index % Math.max(1, reports.length)] ?? []);
      for (const [node, total] of reports) totals.raise(node, total);
      const before = totals.sum;
      for (let i = 0; i + 1 < repeated.length; i += 2)
        totals.raise(String(repeated[i]), Number(repeated[i + 1]));
      expect(totals.sum).toBe(before);
      const most = new Map<string, number>();
      for (const [node, total] of reports) most.set(node, Math.max(total, most.get(node) ?? 0));
      expect(before).toBe([...most.values()].reduce((sum, total) => sum + total, 0));
    }),
  );
});
