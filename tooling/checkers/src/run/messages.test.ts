import type { SendEvent } from "@gossip-glomers/history";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Messages } from "./messages.ts";

test("are a map by id, in whatever order ids come, and however often", () => {
  const counted = fc.nat(40).map((length) => Array.from({ length }, (_, id) => id));
  const others = fc.array(fc.constantFrom(-1, 0, 0.5, 1, 2, 3, 5, 8, 39, 40, 41, 2 ** 32, 1e15), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(others, counted, others, (before, between, after) => {
      const messages = new Messages();
      const map = new Map<number, SendEvent>();
      [...before, ...between, ...after].forEach((id, at) => {
        const message: SendEvent = { kind: "send", at, id, src: "n0", dest: "n1", body: null };
        messages.add(message);
        map.set(id, message);
      });
      expect([...messages.values()]).toStrictEqual([...map.values()]);
      for (const id of [...map.keys(), 4, 42, -2, 1.5]) expect(messages.get(id)).toBe(map.get(id));
    }),
  );
});
