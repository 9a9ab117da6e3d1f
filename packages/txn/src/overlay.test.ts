import { expect, test } from "vitest";
import { neighboursOf } from "./overlay.ts";

test.each([1, 2, 3, 5, 25, 100])(
  "of %i nodes each reaches every other, over n - 1 links that both ends know",
  (count) => {
    const ids = Array.from({ length: count }, (_, index) => `n${index}`);
    const links = ids.flatMap((id) => neighboursOf(ids, id).map((other) => [id, other]));
    expect(links).toHaveLength(2 * (count - 1));
    for (const [one = "", other = ""] of links) expect(neighboursOf(ids, other)).toContain(one);
    const reached = new Set(["n0"]);
    for (const id of reached) for (const other of neighboursOf(ids, id)) reached.add(other);
    expect(reached.size).toBe(count);
  },
);
