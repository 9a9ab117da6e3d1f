/** Which system it is, as far as installing something is done differently, and how each does it. */
import type { Remedy } from "./finding.ts";
import type { Machine } from "./machine.ts";

export type System = "Debian" | "Fedora" | "macOS" | "Nix";

const systems: readonly System[] = ["Debian", "Fedora", "macOS", "Nix"];

/** The user's own system, or the one that it descends from; null if it is none of them, or does not tell. */
export async function ownSystem(machine: Pick<Machine, "platform" | "head">): Promise<System | null> {
  if (machine.platform === "darwin") return "macOS";
  const bytes = await machine.head("/etc/os-release", 8192);
  return bytes === null ? null : systemNamed(Buffer.from(bytes).toString("utf8"));
}

/** From the text of `/etc/os-release`: `ID` is the system, `ID_LIKE` those that it is like, the nearest first. */
export function systemNamed(osRelease: string): System | null {
  const value = (key: string): string =>
    new RegExp(`^${key}=(["']?)(.*)\\1\\s*$`, "m").exec(osRelease)?.[2]?.toLowerCase() ?? "";
  for (const name of [value("ID"), ...value("ID_LIKE").split(/\s+/)]) {
    if (["debian", "ubuntu"].includes(name)) return "Debian";
    if (["fedora", "rhel", "centos"].includes(name)) return "Fedora";
    if (name === "nixos") return "Nix";
  }
  return null;
}

/** The package of a thing, by system. */
export type Packages = Readonly<Record<System, string>>;

/** The commands that install a package, for the own system first. */
export function installing(packages: Packages, own: System | null): readonly Remedy[] {
  const commands: Record<System, string> = {
    Debian: `sudo apt-get install ${packages.Debian}`,
    Fedora: `sudo dnf install ${packages.Fedora}`,
    macOS: `brew install ${packages.macOS}`,
    Nix: `nix-shell -p ${packages.Nix}`,
  };
  const order = systems.toSorted((left, right) => Number(right === own) - Number(left === own));
  return order.map((system) => ({ system, command: commands[system] }));
}
