/** The way to a host: straight, or through the proxy that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY name for it. */
import type { Agent } from "node:http";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { InstallError } from "../install-error.ts";

/**
 * The agent for requests to an address; undefined means Node's own, which goes straight.
 *
 * An `http` request is handed to the proxy whole, as proxies allow tunnels to port 443 at most; an `https` one goes through
 * a tunnel.
 *
 * @throws {InstallError} if the proxy is of a kind that is not spoken here
 */
export function proxyAgent(url: URL): Agent | undefined {
  const proxy = getProxyForUrl(url.href);
  if (proxy === "") return undefined;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw new InstallError(
      `the proxy that the environment names for ${url.host} is not of the form http://HOST:PORT; ` +
        "correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or name the host in NO_PROXY",
    );
  }
  return url.protocol === "https:" ? new HttpsProxyAgent(proxy) : new HttpProxyAgent(proxy);
}
