/**
 * How every package of the workspace becomes JavaScript.
 *
 * tsup writes only JavaScript: its own declaration bundler does not work with TypeScript 7, so each
 * package's `build` script runs `tsc --emitDeclarationOnly` after it.
 */
import type { Options } from "tsup";

const common: Options = {
  format: "esm",
  target: "node20",
  platform: "node",
  outDir: "dist",
  // turbo restores dist/ as a whole; a stale file from an older entry list must not survive beside it.
  clean: true,
  dts: false,
  sourcemap: true,
  splitting: true,
  silent: true,
};

/** A library: its own files bundled by entry, its dependencies left as imports. */
export function library(entry: Record<string, string>): Options {
  return { ...common, entry };
}

/**
 * A bin: one self-contained executable file, so that Maelstrom can start it from any directory and
 * no module resolution delays its first message.
 */
export function bin(entry: Record<string, string>): Options {
  return { ...common, entry, splitting: false, sourcemap: false, noExternal: [/.*/] };
}

/** A challenge: its server as a library for workbench and tests, and its bin for Maelstrom. */
export function challenge(): Options[] {
  // Both are built at the same time into one folder: neither may sweep away what the other has just written.
  return [
    { ...library({ index: "src/index.ts" }), clean: ["!bin.js"] },
    { ...bin({ bin: "src/bin.ts" }), clean: false },
  ];
}
