import fc from "fast-check";
import { expect, test } from "vitest";
import { GroupCommit } from "./group-commit.ts";

/** A commit that ends when the test says so. */
function stage() {
  const groups: (readonly string[])[] = [];
  const ends: { succeed: () => void; fail: (reason: Error) => void }[] = [];
  const commits = new GroupCommit<string>((group) => {
    groups.push(group);
    return new Promise((succeed, fail) => ends.push({ succeed, fail }));
  });
  return { commits, groups, ends };
}

/** Lets all promises settle that can. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("a lone item goes at once; what comes meanwhile goes together", async () => {
  const { commits, groups, ends } = stage();
  const acknowledged: string[] = [];
  const add = (item: string): void => void commits.add(item).then(() => acknowledged.push(item));
  add("a");
  await settle();
  add("b");
  add("c");
  await settle();
  expect(groups).toEqual([["a"]]);
  ends[0]?.succeed();
  await settle();
  expect(groups).toEqual([["a"], ["b", "c"]]);
  expect(acknowledged).toEqual(["a"]);
  ends[1]?.succeed();
  await settle();
  expect(acknowledged).toEqual(["a", "b", "c"]);
});

test("a group that fails takes only its own items with it", async () => {
  const { commits, ends } = stage();
  const first = commits.add("a");
  await settle();
  const second = commits.add("b");
  ends[0]?.fail(new Error("no answer"));
  await expect(first).rejects.toThrow("no answer");
  await settle();
  ends[1]?.succeed();
  await expect(second).resolves.toBeUndefined();
});

test("one commit at a time, each item once and in order, whatever fails", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("add", "succeed", "fail")), async (steps) => {
      const { commits, groups, ends } = stage();
      const added: string[] = [];
      let ended = 0;
      const end = (how: "succeed" | "fail"): void => {
        if (ended === ends.length) return;
        ends[ended++]?.[how](new Error("no answer"));
      };
      for (const step of steps) {
        if (step === "add") {
          added.push(String(added.length));
          commits.add(String(added.length - 1)).catch(() => {});
        } else end(step === "fail" ? "fail" : "succeed");
        await settle();
        expect(ends.length - ended).toBeLessThanOrEqual(1);
      }
      for (let rest = 0; rest < 2; rest += 1) {
        end("succeed");
        await settle();
      }
      expect(groups.flat()).toEqual(added);
    }),
  );
});
