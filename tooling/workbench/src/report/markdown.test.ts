import { expect, test } from "vitest";
import { escapedMarkdown, fencedMarkdown } from "./markdown.ts";

test("a cell stays a cell, whatever is in it", () => {
  expect(escapedMarkdown("a < b & c | d\ne")).toBe("a &lt; b &amp; c \\| d<br>e");
});

test("text cannot end the fence that it is in", () => {
  expect(fencedMarkdown("a\n```\nb")).toBe("````text\na\n```\nb\n````");
  expect(fencedMarkdown("`a`")).toBe("```text\n`a`\n```");
});
