/** What a reader of the documents would stumble over, and no build notices. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const inEach = (folder: string, file: string): readonly string[] =>
  readdirSync(join(root, folder))
    .map((name) => join(folder, name, file))
    .filter((path) => existsSync(join(root, path)));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...inEach(".github/actions", "README.md"),
  ...["packages", "tooling"].flatMap((folder) => inEach(folder, "README.md")),
].map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

test("there are documents, and pictures in them", () => {
  expect(documents.length).toBeGreaterThan(10);
  expect(documents.filter(({ text }) => text.includes("```mermaid"))).not.toHaveLength(0);
});

test.each(documents)("no message in a picture of $path has a semicolon", ({ text }) => {
  // To Mermaid it is the end of a line: of `n0->>n1: x; y` it would show an error in place of the whole picture.
  const pictures = [...text.matchAll(/```mermaid\n(sequenceDiagram\n.*?)```/gs)].map(
    ([, picture]) => picture,
  );
  for (const picture of pictures) expect(picture).not.toContain(";");
});

test.each(documents)("each link from $path to one of its own headings has one", ({ text }) => {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  for (const [, anchor] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(headings).toContain(anchor);
});
