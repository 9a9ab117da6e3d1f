import fc from "fast-check";
import { expect, test } from "vitest";
import { VirtualClock } from "../../clock/virtual-clock.ts";
import { Gate } from "./gate.ts";

function setUp() {
  const clock = new VirtualClock();
  const until = (at: number) => clock.run(new Promise<void>((resolve) => clock.schedule(at, resolve)));
  return { clock, gate: new Gate(clock), until };
}

/** What is done to a gate, and when: many things at the same time, as a busy node has it. */
const deeds = fc.array(
  fc.record({ at: fc.nat(5), deed: fc.constantFrom("pass", "pass", "pass", "close", "open") }),
  { maxLength: 40 },
);

test("everything passes in the order in which it came, once, and nothing while it is closed", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (script) => {
      const { clock, gate, until } = setUp();
      const came: number[] = [];
      const passed: number[] = [];
      for (const [index, { at, deed }] of script.entries()) {
        clock.schedule(at, () => {
          if (deed === "close") gate.close();
          else if (deed === "open") gate.open();
          else {
            came.push(index);
            gate.pass(() => {
              expect(gate.isClosed).toBe(false);
              passed.push(index);
            });
          }
        });
      }
      await until(6);
      gate.open();
      await until(7);
      expect(passed).toEqual(came);
    }),
  );
});

test("what a handler does after an await comes before the next that waited", async () => {
  const { gate, until } = setUp();
  const order: string[] = [];
  gate.close();
  for (const name of ["a", "b"]) {
    gate.pass(async () => {
      order.push(`${name} begins`);
      await null;
      order.push(`${name} ends`);
    });
  }
  gate.open();
  await until(1);
  expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
});
