/** The README's programs are files in `readme/`: compiled, tested, and the same to the letter. */
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { bundle } from "./bundle.ts";
import { start } from "./child.ts";

vi.setConfig({ testTimeout: 60_000 });

test.each(["server.ts", "bin.ts", "server.test.ts"])("the README shows %s as it is", async (file) => {
  const readme = await readFile("README.md", "utf8");
  // A line above `#!` would make it a comment, and the bin a script of the shell.
  const title = file === "bin.ts" ? "" : `// ${file}\n`;
  expect(readme).toContain(`\`\`\`ts\n${title}${await readFile(`test/readme/${file}`, "utf8")}\`\`\`\n`);
});

test("the README's bin runs, and answers the README's session", async () => {
  const readme = await readFile("README.md", "utf8");
  const [, sent, heard] = /```json\n(.*?)```.*?```json\n(.*?)```/s.exec(readme) ?? [];
  const bin = await bundle("test/readme/bin.ts");
  try {
    const node = start(bin.path);
    node.write(sent ?? "");
    const { code, stdout } = await node.end();
    expect(stdout.map((line) => `${line}\n`).join("")).toBe(heard);
    expect(code).toBe(0);
  } finally {
    await bin.remove();
  }
});
