import { describe, expect, it } from "vitest";
import { redirectTarget } from "./redirect.ts";

describe("redirectTarget", () => {
  it.each([
    ["https://a.example/x", "https://b.example/y?sig=1", "https://b.example/y?sig=1"],
    ["https://a.example/x/z", "../y", "https://a.example/y"],
    ["http://a.example/x", "https://b.example/y", "https://b.example/y"],
    ["http://a.example/x", "http://b.example/y", "http://b.example/y"],
  ])("from %s to %s is %s", (from, location, target) => {
    expect(redirectTarget(new URL(from), location, new URL(from)).href).toBe(target);
  });

  it("may go back to http only for those who began there", () => {
    const middle = new URL("https://b.example/");
    expect(redirectTarget(middle, "http://c.example/", new URL("http://a.example/")).href).toBe(
      "http://c.example/",
    );
    expect(() => redirectTarget(middle, "http://c.example/", new URL("https://a.example/"))).toThrow(
      "install: https://b.example/ redirects to http://c.example/, which is not secured as https is, so it is not followed; " +
        "name an address that you trust with --from",
    );
  });

  it.each(["file:///etc/passwd", "ftp://a.example/x", "data:text/plain,x", "http://[", "javascript:0"])(
    "never leads to %s",
    (location) => {
      const from = new URL("http://a.example/");
      expect(() => redirectTarget(from, location, from)).toThrow(/^install: .*--from$/);
    },
  );

  it("does not show a password", () => {
    const from = new URL("https://ada:secret@a.example/");
    expect(() => redirectTarget(from, "http://b.example/", from)).toThrow(
      /^install: https:\/\/a\.example\/ redirects/,
    );
  });
});
