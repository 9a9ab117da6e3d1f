import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { whenAborted } from "./when-aborted.ts";

test("all who wait are told once, by one listener", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const told: number[] = [];
  const same = (): void => void told.push(0);
  whenAborted(signal, same);
  whenAborted(signal, same);
  for (let n = 1; n <= 20; n++) whenAborted(signal, () => told.push(n));
  whenAborted(signal, () => told.push(99))();
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  controller.abort();
  expect(told).toEqual([0, 0, ...Array.from({ length: 20 }, (_, index) => index + 1)]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("who takes it back first, twice or during the abort does no harm to others", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const told: string[] = [];
  const first = whenAborted(signal, () => told.push("first"));
  first();
  expect(getEventListeners(signal, "abort")).toEqual([]);
  const second = whenAborted(signal, () => {
    told.push("second");
    second();
  });
  first();
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  controller.abort();
  expect(told).toEqual(["second"]);
});
