import { describe, expect, it } from "vitest";
import { defaultRelease, knownReleases, releaseNamed, releaseUrl } from "./release.ts";

describe("releases", () => {
  it("have checksums that are some, and a version each", () => {
    for (const { sha256, files } of knownReleases) {
      for (const sum of [sha256, files?.launcher, files?.jar]) expect(sum).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(knownReleases.map(({ version }) => version)).size).toBe(knownReleases.length);
  });

  it("are where Maelstrom publishes them, or in the same place of a mirror", () => {
    expect(releaseUrl("0.2.4")).toBe(
      "https://github.com/jepsen-io/maelstrom/releases/download/v0.2.4/maelstrom.tar.bz2",
    );
    expect(releaseUrl("0.2.4", "http://mirror.example/m//")).toBe(
      "http://mirror.example/m/v0.2.4/maelstrom.tar.bz2",
    );
  });
});

describe("releaseNamed", () => {
  const other = "0".repeat(64);

  it("knows some, which need no checksum and take no other", () => {
    expect(releaseNamed("0.2.4", null)).toBe(defaultRelease);
    expect(releaseNamed("0.2.4", defaultRelease.sha256)).toBe(defaultRelease);
    expect(releaseNamed("0.2.4", other)).toMatch(/^Must be 301ec71d.* for version 0\.2\.4, which several/);
  });

  it("takes another one with its checksum only", () => {
    expect(releaseNamed("0.2.2", other)).toEqual({ version: "0.2.2", sha256: other, files: null });
    expect(releaseNamed("0.2.2", null)).toMatch(/^Must be 0\.2\.4 or 0\.2\.3, .* or come with --sha256/);
  });
});
