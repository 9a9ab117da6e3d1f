import { expect, test } from "vitest";
import { Story } from "./story.fixture.ts";
import { unstoredAdds } from "./unstored-adds.ts";

/** A node's exchange with the store. */
function store(
  story: Story,
  [from, to]: readonly [number, number],
  request: string,
  reply: string,
  id = 1,
): Story {
  story.message(from, "n0", "seq-kv", { type: request, msg_id: id });
  story.message(to, "seq-kv", "n0", { type: reply, in_reply_to: id });
  return story;
}

const anAdd = (value = 3) => new Story().op("n0", "add", [1, 2], value);

test.each([
  ["a write within it", store(anAdd(), [1.2, 1.5], "write", "write_ok"), 0],
  ["a cas within it", store(anAdd(), [1.2, 1.5], "cas", "cas_ok"), 0],
  ["nothing", anAdd(), 1],
  ["nothing, but it adds nothing", anAdd(0), 0],
  ["a read only", store(anAdd(), [1.2, 1.5], "read", "read_ok"), 1],
  ["a write that began before it came", store(anAdd(), [0.9, 1.5], "write", "write_ok"), 1],
  ["a write that was confirmed too late", store(anAdd(), [1.2, 2.5], "write", "write_ok"), 1],
  ["a write that was refused", store(anAdd(), [1.2, 1.5], "cas", "error"), 1],
  [
    "a write of which a read has told the fate",
    store(store(anAdd(), [1.2, 3], "write", "error", 1), [1.6, 1.8], "read", "read_ok", 2),
    0,
  ],
])("an add that waited for %s", (_, story, unstored) => {
  expect(unstoredAdds(story.run())).toBe(unstored);
});

test("an add that was not acknowledged owes nothing", () => {
  expect(unstoredAdds(new Story().op("n0", "add", [1, 2], 3, "info").run())).toBe(0);
});
