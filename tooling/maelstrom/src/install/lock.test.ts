import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Locking, staleMs, withLock } from "./lock.ts";

let folder: string;
let waited: number;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "glomers-lock-")), "cache");
  waited = 0;
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true });
});

function locking(changes: Partial<Locking> = {}): Locking {
  return {
    signal: new AbortController().signal,
    pause: async () => {
      await setImmediate();
    },
    waiting: () => {
      waited += 1;
    },
    ...changes,
  };
}

describe("a lock", () => {
  it("lets one work at a time, and all of them in the end", async () => {
    let working = 0;
    const results = await Promise.all(
      [1, 2, 3, 4].map((number) =>
        withLock(folder, locking(), async () => {
          working += 1;
          for (let turn = 0; turn < 20; turn += 1) {
            await setImmediate();
            expect(working).toBe(1);
          }
          working -= 1;
          return number;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3, 4]);
    expect(waited).toBeLessThanOrEqual(3);
    expect(waited).toBeGreaterThan(0);
    expect(existsSync(join(folder, ".lock"))).toBe(false);
  });

  it("is given back by work that fails", async () => {
    const work = async (): Promise<never> => {
      throw new Error("no");
    };
    await expect(withLock(folder, locking(), work)).rejects.toThrow("no");
    expect(await withLock(folder, locking(), async () => "yes")).toBe("yes");
    expect(waited).toBe(0);
  });

  it("of a process that was killed is taken over once it is old", async () => {
    const path = join(folder, ".lock");
    mkdirSync(path, { recursive: true });
    const aged: Locking["pause"] = async () => {
      const longAgo = new Date(Date.now() - staleMs - 1000);
      utimesSync(path, longAgo, longAgo);
    };
    expect(await withLock(folder, locking({ pause: aged }), async () => "mine")).toBe("mine");
    expect(waited).toBe(1);
  });

  it("is not waited for by who is interrupted", async () => {
    mkdirSync(join(folder, ".lock"), { recursive: true });
    const controller = new AbortController();
    const pause = async (): Promise<void> => controller.abort(new Error("Ctrl-C"));
    const work = async (): Promise<never> => expect.unreachable();
    await expect(withLock(folder, locking({ signal: controller.signal, pause }), work)).rejects.toThrow(
      "Ctrl-C",
    );
    expect(existsSync(join(folder, ".lock"))).toBe(true);
  });

  it("hands an interruption on to the work", async () => {
    const controller = new AbortController();
    const work = async (signal: AbortSignal): Promise<void> => {
      controller.abort(new Error("Ctrl-C"));
      signal.throwIfAborted();
    };
    await expect(withLock(folder, locking({ signal: controller.signal }), work)).rejects.toThrow("Ctrl-C");
    expect(existsSync(join(folder, ".lock"))).toBe(false);
  });
});
