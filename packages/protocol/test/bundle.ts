/** Bundles a bin into one file as the challenges do, into a folder of its own outside of the repository. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin } from "@gossip-glomers/config/tsup";
import { build } from "tsup";

/** A bundled bin. */
export interface Bundle {
  readonly path: string;
  /** Deletes it. */
  remove(): Promise<void>;
}

/** Bundles `entry`, a TypeScript file. */
export async function bundle(entry: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "glomers-bundle-"));
  await build({
    ...bin({ node: entry }),
    config: false,
    outDir: folder,
    // The folder has no package.json that says that a `.js` is a module.
    outExtension: () => ({ js: ".mjs" }),
  });
  return { path: join(folder, "node.mjs"), remove: () => rm(folder, { recursive: true }) };
}
