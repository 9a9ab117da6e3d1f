import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { locateMaelstrom } from "./locate.ts";

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "glomers-locate-")));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Puts an installation into a folder below the home, and names its files. */
function install(...folder: readonly string[]) {
  const root = join(home, ...folder);
  mkdirSync(join(root, "lib"), { recursive: true });
  const [launcher, jar] = [join(root, "maelstrom"), join(root, "lib", "maelstrom.jar")];
  for (const file of [launcher, jar]) writeFileSync(file, "");
  return { root, launcher, jar };
}

function locate(env: NodeJS.ProcessEnv = {}) {
  return locateMaelstrom({ env, platform: "linux", home, directory: home });
}

const cached = [".cache", "glomers", "maelstrom"] as const;

describe("locateMaelstrom, in the cache", () => {
  it("says what to do where there is nothing", () => {
    expect(locate()).toEqual({
      found: false,
      reason: "absent",
      what: `Maelstrom is not installed in ${join(home, ...cached)}`,
      message: `Maelstrom is not installed in ${join(home, ...cached)}: run \`glomers maelstrom install\`, or set GLOMERS_MAELSTROM to the folder of an installation`,
    });
  });

  it("takes the default version before newer and older ones", () => {
    for (const version of ["0.2.3", "0.2.10", "0.2.4"]) install(...cached, version);
    expect(locate()).toMatchObject({ found: true, installation: { version: "0.2.4", origin: "cache" } });
  });

  it("takes the newest where the default one is not", () => {
    for (const version of ["0.2.3", "0.2.9", "0.2.10"]) install(...cached, version);
    const { launcher, jar } = install(...cached, "0.2.10");
    const installation = { launcher, jar, version: "0.2.10", origin: "cache" };
    expect(locate({ GLOMERS_MAELSTROM: "" })).toEqual({ found: true, installation });
  });

  it("finds nothing where a file is in the place of the cache", () => {
    writeFileSync(join(home, ".cache"), "");
    expect(locate()).toMatchObject({ found: false, reason: "absent" });
  });

  it("takes no folder that is no version, nor one that lacks the jar", () => {
    install(...cached, ".unpacking-0.2.4");
    rmSync(install(...cached, "0.2.4").jar);
    expect(locate()).toMatchObject({ found: false, reason: "absent" });
  });
});

describe("locateMaelstrom, named by the environment", () => {
  it("takes a folder, the folder round it, and the launcher, relative to where one is", () => {
    const { launcher, jar, root } = install("tools", "maelstrom");
    const installation = { launcher, jar, version: null, origin: "environment" };
    for (const named of [root, join(home, "tools"), "tools/maelstrom", launcher]) {
      expect(locate({ GLOMERS_MAELSTROM: named })).toEqual({ found: true, installation });
    }
  });

  it("finds the jar where a link to the launcher leads", () => {
    const { launcher, jar } = install("opt");
    const link = join(home, "maelstrom");
    symlinkSync(launcher, link);
    expect(locate({ GLOMERS_MAELSTROM: link })).toMatchObject({ installation: { launcher, jar } });
  });

  it("finds it where packages have programs and libraries apart", () => {
    const { jar } = install("nix");
    const launcher = join(home, "nix", "bin", "maelstrom");
    mkdirSync(dirname(launcher));
    renameSync(join(home, "nix", "maelstrom"), launcher);
    for (const named of ["nix", launcher]) {
      expect(locate({ GLOMERS_MAELSTROM: named })).toMatchObject({ installation: { launcher, jar } });
    }
  });

  it("takes a wrapper that has its jar elsewhere", () => {
    const wrapper = join(home, "maelstrom");
    writeFileSync(wrapper, "");
    expect(locate({ GLOMERS_MAELSTROM: wrapper })).toMatchObject({
      installation: { launcher: wrapper, jar: null },
    });
  });

  it("refuses what lies below a file, and what is no file", () => {
    const { launcher } = install("opt");
    const below = join(launcher, "maelstrom");
    expect(locate({ GLOMERS_MAELSTROM: below })).toMatchObject({
      what: expect.stringMatching(/does not exist$/),
    });
    expect(locate({ GLOMERS_MAELSTROM: "/dev/null" })).toMatchObject({
      found: false,
      what: "GLOMERS_MAELSTROM=/dev/null is neither a folder nor a program",
    });
  });

  it("refuses what is none, although there is one in the cache", () => {
    install(...cached, "0.2.4");
    mkdirSync(join(home, "empty"));
    expect(locate({ GLOMERS_MAELSTROM: "gone" })).toMatchObject({
      found: false,
      reason: "misnamed",
      message: expect.stringMatching(/^GLOMERS_MAELSTROM=gone does not exist: set it to a folder/),
    });
    expect(locate({ GLOMERS_MAELSTROM: "empty" })).toMatchObject({
      message: expect.stringMatching(/^GLOMERS_MAELSTROM=empty holds no Maelstrom: .*or unset it/),
    });
  });
});
