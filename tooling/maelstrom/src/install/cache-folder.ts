/**
 * The folder in which installations of Maelstrom live: one for each user, where the system wants files that can be had again,
 * so that all checkouts share them.
 */
import { posix, win32 } from "node:path";

/** What the place of the cache depends on. */
export interface UserFolders {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** `~/.cache/glomers/maelstrom` and its like; each version has a folder of its name in it. */
export function cacheFolder({ env, platform, home }: UserFolders): string {
  if (platform === "win32") {
    return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "glomers", "maelstrom");
  }
  if (platform === "darwin") return posix.join(home, "Library", "Caches", "glomers", "maelstrom");
  // The XDG base directory specification: a relative path is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  const caches = xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, ".cache");
  return posix.join(caches, "glomers", "maelstrom");
}
