import { expect, test } from "vitest";
import { managers } from "./managers.ts";

const one = { name: "@scope/one", file: "/t/one.tgz" };
const two = { name: "@scope/two", file: "/t/two.tgz" };

test.each(managers("@scope"))("$name asks no registry for a package of the scope", (manager) => {
  const files = manager.files({ wanted: [one], available: [one, two] });
  const all = Object.values(files).join("\n");
  // What depends on it gets the tarball, and whoever asked all the same would hear of a refused connection.
  expect(all).toContain('"@scope/two":"file:/t/two.tgz"');
  expect(all).toContain("http://127.0.0.1:9/");
  expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({
    dependencies: { "@scope/one": "file:/t/one.tgz" },
    type: "module",
  });
});
