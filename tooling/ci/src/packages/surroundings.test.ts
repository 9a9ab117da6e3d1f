import { expect, test } from "vitest";
import { consumerEnv, consumerNode } from "./surroundings.ts";

test("a consumer's programs find its Node first, and no trace of the package manager that runs the check", () => {
  const env = consumerEnv(
    {
      PATH: "/workspace/node_modules/.bin:/usr/bin",
      HOME: "/home/ann",
      INIT_CWD: "/workspace",
      NODE_OPTIONS: "--import x",
      npm_config_local_prefix: "/workspace",
      npm_config_registry: "a mirror",
      npm_config_https_proxy: "a proxy",
      npm_config_noproxy: "localhost",
      npm_package_name: "workspace",
      pnpm_config_verify_deps_before_run: "false",
      TURBO_HASH: "1",
    },
    "/opt/node20/bin/node",
  );
  expect(env).toEqual({
    PATH: "/opt/node20/bin:/workspace/node_modules/.bin:/usr/bin",
    HOME: "/home/ann",
    NO_COLOR: "1",
    npm_config_registry: "a mirror",
    npm_config_https_proxy: "a proxy",
    npm_config_noproxy: "localhost",
  });
});

test("without a Node of their own, consumers have the toolchain's", () => {
  expect(consumerNode({}, "/tools/node")).toBe("/tools/node");
  expect(consumerNode({ GLOMERS_CONSUMER_NODE: "" }, "/tools/node")).toBe("/tools/node");
  expect(consumerNode({ GLOMERS_CONSUMER_NODE: "/usr/bin/node" }, "/tools/node")).toBe("/usr/bin/node");
});
