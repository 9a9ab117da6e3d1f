import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { ownSystem, systemNamed } from "./system.ts";

describe("the own system", () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n', "Debian"],
    ["ID=ubuntu\nID_LIKE=debian\n", "Debian"],
    ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', "Debian"],
    ["ID=fedora\r\n", "Fedora"],
    ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', "Fedora"],
    ["ID=nixos\n", "Nix"],
    ["ID=alpine\n", null],
    ["", null],
  ])("of %j is %s", (osRelease, system) => {
    expect(systemNamed(osRelease)).toBe(system);
  });

  it("is macOS without a file that says so, and unknown where there is none", async () => {
    expect(await ownSystem(machine({ platform: "darwin" }))).toBe("macOS");
    expect(await ownSystem(machine())).toBeNull();
    expect(await ownSystem(machine({ files: { "/etc/os-release": "ID=debian\n" } }))).toBe("Debian");
  });
});
