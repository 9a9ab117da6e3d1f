/**
 * What the programs of a consumer's project find round them: the machine's own Node first on the PATH, and nothing of the
 * package manager that runs this check, which would otherwise tell theirs where to install.
 */
import { delimiter, dirname } from "node:path";

/** Names the Node that consumers have; the toolchain's own, if it is not set. */
export const consumerNodeVariable = "GLOMERS_CONSUMER_NODE";

/** Settings that say how a registry is reached, not what is done there. */
const kept =
  /^npm_config_(registry|userconfig|globalconfig|cache|cafile|ca|strict_ssl|(https?_?|no_?)proxy)$/i;

export function consumerNode(env: NodeJS.ProcessEnv, ownNode: string): string {
  return env[consumerNodeVariable] || ownNode;
}

export function consumerEnv(env: NodeJS.ProcessEnv, node: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(
    ([name]) => kept.test(name) || !/^(npm_|pnpm_|yarn_|turbo_|node_options$|init_cwd$)/i.test(name),
  );
  // Whether colours are wanted depends on this check's own output, and its reports are read by people.
  return {
    ...Object.fromEntries(inherited),
    NO_COLOR: "1",
    PATH: [dirname(node), env.PATH ?? ""].join(delimiter),
  };
}
