import fc from "fast-check";
import { expect, test } from "vitest";
import { tallest, Waves } from "./waves.ts";

const windowMs = 1_000;
const levelMs = 100;

test("waves begin at multiples of the window on the wall clock, whatever the other clock says", () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(1_000_000), fc.nat(5_000), (wall, now, ahead) => {
      const waves = new Waves(windowMs, levelMs, { now: () => now, wallTime: () => wall });
      const at = now + ahead;
      const next = waves.next(at);
      expect((wall + next - now) % windowMs).toBe(0);
      expect(next).toBeGreaterThan(at);
      expect(next).toBeLessThanOrEqual(at + windowMs);
      expect(waves.began(at)).toBe(next - windowMs);
      expect(waves.isInStep(at)).toBe(at - waves.began(at) <= tallest * levelMs);
    }),
  );
});

test("without windows it is always time to speak, and nobody waits for a level", () => {
  const waves = new Waves(0, levelMs, { now: () => 7, wallTime: () => 70 });
  expect(waves.exist).toBe(false);
  expect(waves.next(123)).toBe(123);
  expect(waves.isInStep(123)).toBe(true);
  expect(waves.waitMs(3)).toBe(0);
});
