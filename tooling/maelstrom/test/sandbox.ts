/** A home of its own for an installation, an observer that remembers, and a clock that does not wait. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InstallWorld } from "../src/install/install.ts";
import type { Progress } from "../src/install/observer.ts";

export interface Sandbox {
  readonly home: string;
  readonly cache: string;
  readonly notes: string[];
  readonly progress: Progress[];
  /** How long was waited, each time. */
  readonly pauses: number[];
  readonly world: InstallWorld;
  /** Everything in the cache, hidden names too. */
  cached(): readonly string[];
  remove(): void;
}

export function sandbox(changes: Partial<InstallWorld> = {}): Sandbox {
  const home = mkdtempSync(join(tmpdir(), "glomers-install-"));
  const cache = join(home, ".cache", "glomers", "maelstrom");
  const notes: string[] = [];
  const progress: Progress[] = [];
  const pauses: number[] = [];
  const world: InstallWorld = {
    env: {},
    platform: "linux",
    home,
    directory: home,
    signal: new AbortController().signal,
    observer: { note: (text) => notes.push(text), progress: (step) => progress.push(step) },
    pause: async (ms) => {
      pauses.push(ms);
    },
    ...changes,
  };
  return {
    home,
    cache,
    notes,
    progress,
    pauses,
    world,
    cached: () => readdirSync(cache).sort(),
    remove: () => rmSync(home, { recursive: true }),
  };
}
