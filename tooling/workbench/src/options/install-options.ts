/** The options of `glomers maelstrom install`. */
import { defaultRelease, type InstallRequest, releaseNamed } from "@gossip-glomers/maelstrom";
import type { OptionEntry } from "./entry.ts";
import { OptionError, type OptionReader } from "./option-reader.ts";
import { InvalidValue } from "./values.ts";

export const installOptionTable: readonly OptionEntry[] = [
  {
    flags: "--from <source>",
    description:
      "take the archive from this file or address (http, https or file); its checksum has to be right all the same",
  },
  { flags: "--version <version>", description: "which release", fallback: defaultRelease.version },
  {
    flags: "--sha256 <checksum>",
    description: "what the archive must be, for a version whose checksum is not known here",
  },
  { flags: "--force", description: "install again what is there and intact" },
];

/** @throws {OptionError} if there is no such release, or no checksum of it */
export function readInstallOptions(reader: OptionReader): InstallRequest {
  const version = reader.required("--version", versionText);
  const release = releaseNamed(version, reader.optional("--sha256", checksumText));
  if (typeof release === "string") {
    const [flag, value] =
      reader.spelling("--sha256") === null
        ? ["--version", version]
        : ["--sha256", reader.optional("--sha256", String)];
    throw new OptionError(`Failed to validate "${flag} ${value}": ${release}`);
  }
  return { release, from: reader.optional("--from", sourceText), force: reader.flag("--force") };
}

/** A version names a folder, too. */
function versionText(text: string): string {
  const version = /^v?(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(text)?.[1];
  if (version === undefined)
    throw new InvalidValue(`Must be a version, for instance ${defaultRelease.version}`);
  return version;
}

function checksumText(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidValue("Must be a SHA-256: 64 hexadecimal digits");
  return text.toLowerCase();
}

function sourceText(text: string): string {
  if (text === "") throw new InvalidValue("Must be a file or an address");
  return text;
}
