import { describe, expect, it } from "vitest";
import { cacheFolder, type UserFolders } from "./cache-folder.ts";

describe("cacheFolder", () => {
  const linux = { env: {}, platform: "linux", home: "/home/ada" } as const;
  const windows = { env: {}, platform: "win32", home: "C:\\Users\\Ada" } as const;

  it.each<[what: string, folders: UserFolders, folder: string]>([
    ["Linux", linux, "/home/ada/.cache/glomers/maelstrom"],
    ["XDG_CACHE_HOME", { ...linux, env: { XDG_CACHE_HOME: "/big/disk" } }, "/big/disk/glomers/maelstrom"],
    [
      "a relative one, which the specification ignores",
      { ...linux, env: { XDG_CACHE_HOME: "x" } },
      "/home/ada/.cache/glomers/maelstrom",
    ],
    ["an empty one", { ...linux, env: { XDG_CACHE_HOME: "" } }, "/home/ada/.cache/glomers/maelstrom"],
    [
      "macOS",
      { env: {}, platform: "darwin", home: "/Users/ada" },
      "/Users/ada/Library/Caches/glomers/maelstrom",
    ],
    ["Windows", { ...windows, env: { LOCALAPPDATA: "D:\\Local" } }, "D:\\Local\\glomers\\maelstrom"],
    ["Windows without LOCALAPPDATA", windows, "C:\\Users\\Ada\\AppData\\Local\\glomers\\maelstrom"],
  ])("%s", (_, folders, folder) => {
    expect(cacheFolder(folders)).toBe(folder);
  });
});
