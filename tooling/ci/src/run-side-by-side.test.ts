import fc from "fast-check";
import { expect, test } from "vitest";
import { runSideBySide } from "./run-side-by-side.ts";

test("results come in the order of the tasks, and no more run at a time than are allowed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (scheduler, tasks, limit) => {
        let running = 0;
        let most = 0;
        const results = runSideBySide(tasks, limit, async (task) => {
          running += 1;
          most = Math.max(most, running);
          await scheduler.schedule(Promise.resolve());
          running -= 1;
          return task * 2;
        });
        await scheduler.waitFor(results);
        expect(await results).toEqual(tasks.map((task) => task * 2));
        expect(most).toBe(Math.min(limit, tasks.length));
      },
    ),
  );
});
