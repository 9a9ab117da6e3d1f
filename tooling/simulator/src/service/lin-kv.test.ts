import fc from "fast-check";
import { expect, test } from "vitest";
import { linKvService } from "./lin-kv.ts";
import { linTsoService } from "./lin-tso.ts";
import { UnknownRequest } from "./state-machine.ts";
import { talk } from "./talk.fixture.ts";

const request = fc.record({
  src: fc.constantFrom("n0", "n1", "n2"),
  type: fc.constantFrom("read" as const, "write" as const, "cas" as const),
  key: fc.nat(2),
  from: fc.nat(2),
  value: fc.nat(2),
});

// One request is done before the next, so the order of arrival is the linearization: it must explain every reply.
test("lin-kv answers as one register per key would, in the order of arrival", () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
      const { ask } = talk(linKvService);
      const registers = new Map<number, number>();
      for (const { src, type, key, from, value } of requests) {
        const reply = ask(src, { type, key, from, value, to: value });
        const current = registers.get(key);
        if (type === "read" && current !== undefined)
          expect(reply).toEqual({ type: "read_ok", value: current });
        const succeeds = type === "write" || (type === "cas" && current === from);
        if (succeeds) registers.set(key, value);
        expect(reply.type).toBe(
          succeeds || (type === "read" && current !== undefined) ? `${type}_ok` : "error",
        );
      }
    }),
  );
});

test("lin-tso counts from 0, whoever asks", () => {
  const { ask } = talk(linTsoService);
  const stamps = ["n0", "n1", "n0"].map((src) => ask(src, { type: "ts" }));
  expect(stamps).toEqual([0, 1, 2].map((ts) => ({ type: "ts_ok", ts })));
  expect(() => ask("n0", { type: "read", key: 1 })).toThrow(UnknownRequest);
});
