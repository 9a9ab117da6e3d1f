import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { renderReference } from "../../scripts/reference.ts";
import { catalogue, rpcs } from "./catalogue.ts";
import { replyType } from "./rpc.ts";

test("docs/messages.md is what the schemas say; if not, run `pnpm run reference` in packages/protocol", async () => {
  const written = await readFile(new URL("../../docs/messages.md", import.meta.url), "utf8");
  expect(written).toBe(renderReference(catalogue));
});

test("the reference has an example of every message, and all of them are JSON", () => {
  const blocks = renderReference(catalogue).matchAll(/```json\n(.*?)\n```/gs);
  const types = [...blocks]
    .flatMap(([, lines = ""]) => lines.split("\n"))
    .map((line) => JSON.parse(line))
    .map((example) => example.type ?? example.body.type);
  expect(new Set(types)).toEqual(new Set([...rpcs.flatMap((rpc) => [rpc.type, replyType(rpc)]), "error"]));
});
