import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Clock } from "./clock.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WallClock } from "./wall-clock.ts";

const MS = 1_000_000;

const clocks: readonly (readonly [string, () => Clock])[] = [
  ["VirtualClock", () => new VirtualClock()],
  ["WallClock", () => new WallClock()],
];

/** Lets time pass until `count` calls of the given callback have been made. */
function calls(count: number): { readonly done: Promise<void>; readonly call: () => void } {
  let left = count;
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return {
    done,
    call: () => {
      left -= 1;
      if (left === 0) finish();
    },
  };
}

describe.each(clocks)("%s", (_, make) => {
  test("calls nothing synchronously and nothing early", async () => {
    const clock = make();
    const { done, call } = calls(3);
    const early: number[] = [];
    let isScheduling = true;
    for (const at of [-5, 0, 3 * MS]) {
      clock.schedule(at, () => {
        expect(isScheduling).toBe(false);
        if (clock.now() < at) early.push(at);
        call();
      });
    }
    isScheduling = false;
    await clock.run(done);
    expect(early).toEqual([]);
  });

  test("calls in order of time, and among equals in the order of scheduling", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { minLength: 1, maxLength: 30 }), async (times) => {
        const clock = make();
        const { done, call } = calls(times.length);
        const base = clock.now() + MS;
        const order: { at: number; index: number }[] = [];
        for (const [index, at] of times.entries()) {
          clock.schedule(base + at * (MS / 4), () => {
            order.push({ at, index });
            call();
          });
        }
        // On a busy machine this may have taken longer than until the first call: what was wanted in the past has no order.
        fc.pre(clock.now() < base);
        await clock.run(done);
        expect(order).toEqual([...order].sort((a, b) => a.at - b.at || a.index - b.index));
      }),
      { numRuns: 20 },
    );
  });

  test("calls what is scheduled in the past after what is due now", async () => {
    const clock = make();
    const { done, call } = calls(3);
    const order: string[] = [];
    const at = clock.now() + MS;
    clock.schedule(at, () => {
      order.push("first");
      clock.schedule(0, () => {
        order.push("third, wanted at 0");
        call();
      });
      call();
    });
    clock.schedule(at, () => {
      order.push("second");
      call();
    });
    await clock.run(done);
    expect(order).toEqual(["first", "second", "third, wanted at 0"]);
  });

  test("does not call what was cancelled, and cancelling twice or too late changes nothing", async () => {
    const clock = make();
    const { done, call } = calls(2);
    const called: string[] = [];
    const cancelled = clock.schedule(0, () => called.push("cancelled"));
    const first = clock.schedule(0, () => {
      called.push("first");
      first.cancel();
      call();
    });
    clock.schedule(MS, () => {
      called.push("last");
      call();
    });
    cancelled.cancel();
    cancelled.cancel();
    await clock.run(done);
    expect(called).toEqual(["first", "last"]);
  });

  test("never goes back", async () => {
    const clock = make();
    const { done, call } = calls(50);
    const seen: number[] = [clock.now()];
    for (let i = 0; i < 50; i++) {
      clock.schedule((i % 7) * (MS / 10), () => {
        seen.push(clock.now());
        call();
      });
    }
    await clock.run(done);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("passes on how the work ends", async () => {
    expect(await make().run(Promise.resolve(42))).toBe(42);
    await expect(make().run(Promise.reject(new Error("work failed")))).rejects.toThrow("work failed");
  });

  test("refuses a time that is not a number", () => {
    expect(() => make().schedule(Number.NaN, () => {})).toThrow(/NaN/);
  });
});

describe("VirtualClock", () => {
  test("lets every microtask run before time moves, however many awaits a handler goes through", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { minLength: 1, maxLength: 200 }), async (awaits) => {
        const clock = new VirtualClock();
        const { done, call } = calls(awaits.length);
        const times: number[] = [];
        for (const [at, count] of awaits.entries()) {
          clock.schedule(at, async () => {
            for (let i = 0; i < count; i++) await null;
            times.push(clock.now());
            call();
          });
        }
        await clock.run(done);
        expect(times).toEqual(awaits.map((_, at) => at));
      }),
      { numRuns: 20 },
    );
  });

  test("lets the process hear of the world meanwhile, for instance that it is to stop", async () => {
    const clock = new VirtualClock();
    // What happens in the world happens after the run has begun, however busy the machine is.
    const news = new Promise<void>((resolve) => clock.schedule(0, () => setTimeout(resolve, 0)));
    const again = (): void => {
      clock.schedule(clock.now() + 1, again);
    };
    again();
    await clock.run(news);
    expect(clock.events).toBeGreaterThan(1);
  });

  test("jumps over an idle day at once", async () => {
    const clock = new VirtualClock();
    const { done, call } = calls(1);
    clock.schedule(86_400e9, call);
    await clock.run(done);
    expect(clock.now()).toBe(86_400e9);
  });

  test("does not let a cancelled event move time", async () => {
    const clock = new VirtualClock();
    const { done, call } = calls(1);
    clock.schedule(5, () => {}).cancel();
    clock.schedule(1, call);
    await clock.run(done);
    expect(clock.now()).toBe(1);
  });

  test("keeps time between runs, and stops as soon as the work is done", async () => {
    const clock = new VirtualClock();
    const first = calls(1);
    const second = calls(1);
    clock.schedule(1, first.call);
    clock.schedule(2, second.call);
    await clock.run(first.done);
    expect(clock.now()).toBe(1);
    await clock.run(second.done);
    expect(clock.now()).toBe(2);
    expect(clock.events).toBe(2);
  });

  test.each(["done", "failed"])(
    "lets its caller go on when nothing is left to do of the event by which the work was %s",
    async (how) => {
      const clock = new VirtualClock();
      let isEventOver = false;
      const work = new Promise<void>((resolve, reject) => {
        clock.schedule(0, async () => {
          if (how === "done") resolve();
          else reject(new Error("no"));
          for (let i = 0; i < 100; i++) await null;
          isEventOver = true;
        });
      });
      await clock.run(work).catch(() => {});
      expect(isEventOver).toBe(true);
    },
  );

  test("says so when nothing is left that could end the work", async () => {
    await expect(new VirtualClock().run(new Promise(() => {}))).rejects.toThrow(
      /no event is left at 0 s and the work is not done/,
    );
  });

  test("ends the run with the error that an event throws", async () => {
    const clock = new VirtualClock();
    clock.schedule(1, () => {
      throw new Error("a bug in an event");
    });
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow("a bug in an event");
  });

  test("goes on after such an error, undisturbed by the work that was given up", async () => {
    const clock = new VirtualClock();
    const givenUp = calls(1);
    const next = calls(1);
    clock.schedule(1, () => {
      throw new Error("a bug in an event");
    });
    clock.schedule(2, givenUp.call);
    clock.schedule(3, next.call);
    await expect(clock.run(givenUp.done)).rejects.toThrow("a bug in an event");
    await clock.run(next.done);
    expect(clock.now()).toBe(3);
  });

  test("refuses a second run at the same time", async () => {
    const clock = new VirtualClock();
    const { done, call } = calls(1);
    clock.schedule(1, call);
    const first = clock.run(done);
    await expect(clock.run(Promise.reject(new Error("unseen")))).rejects.toThrow(/is running already/);
    await first;
  });

  test("says so when time has stopped moving", { timeout: 30_000 }, async () => {
    const clock = new VirtualClock();
    const again = (): void => {
      clock.schedule(clock.now(), again);
    };
    again();
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow(/time does not move/);
  });
});
