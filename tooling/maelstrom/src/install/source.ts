/** Where the archive is taken from: what `--from` says, or a mirror that the environment names, or the official address. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Release, releaseUrl } from "../release.ts";
import { InstallError } from "./install-error.ts";
import { mirrorVariable } from "./unreachable.ts";

export type Source =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "http"; readonly url: URL };

export interface SourceOptions {
  /** A file or an address; null if none was named. */
  readonly from: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** What a relative path starts from. */
  readonly directory: string;
}

/** @throws {InstallError} if it is named by an address of another kind than http, https and file */
export function sourceOf({ version }: Release, { from, env, directory }: SourceOptions): Source {
  if (from !== null) return sourceNamed(from, directory, `--from ${from}`);
  const mirror = env[mirrorVariable];
  if (mirror === undefined || mirror === "") return { kind: "http", url: new URL(releaseUrl(version)) };
  return sourceNamed(releaseUrl(version, mirror), directory, `${mirrorVariable}=${mirror}`);
}

function sourceNamed(text: string, directory: string, typed: string): Source {
  // One letter before the colon is a drive of Windows.
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text)) return { kind: "file", path: resolve(directory, text) };
  const url = URL.canParse(text) ? new URL(text) : null;
  // On a host of its own no file of this machine lies.
  if (url?.protocol === "file:" && url.host === "") return { kind: "file", path: fileURLToPath(url) };
  if (url?.protocol === "http:" || url?.protocol === "https:") return { kind: "http", url };
  throw new InstallError(
    `${typed} is no source; name a file, or an address that begins with https:, http: or file:`,
  );
}
