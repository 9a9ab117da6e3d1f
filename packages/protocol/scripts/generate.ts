/**
 * Makes everything that comes from the schemas; the first step of `build`.
 *
 *     node scripts/generate.ts              types, validators, published schemas
 *     node scripts/generate.ts --reference  docs/messages.md too, which is committed
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { catalogue, rpcs } from "../src/schema/catalogue.ts";
import { renderPublishedSchemas } from "./published-schemas.ts";
import { renderReference } from "./reference.ts";
import { renderTypes } from "./types.ts";
import { renderValidators } from "./validators.ts";

const root = new URL("../", import.meta.url);

async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const url = new URL(folder, root);
  // A file from an earlier run, of a schema that is gone, must not survive.
  await rm(url, { recursive: true, force: true });
  await mkdir(url, { recursive: true });
  await Promise.all([...files].map(([name, text]) => writeFile(new URL(name, url), text)));
}

const validators = renderValidators(rpcs);
await writeFolder(
  "src/generated/",
  new Map([
    ["payloads.ts", await renderTypes(rpcs)],
    ["validators.js", validators.code],
    ["validators.d.ts", validators.declarations],
  ]),
);
await writeFolder("dist/schema/", renderPublishedSchemas(catalogue));
if (process.argv.includes("--reference")) {
  await writeFile(new URL("docs/messages.md", root), renderReference(catalogue));
}
