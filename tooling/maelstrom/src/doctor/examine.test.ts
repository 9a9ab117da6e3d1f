import { describe, expect, it } from "vitest";
import { type MachineSettings, machine } from "../../test/machine.ts";
import type { Location } from "../install/locate.ts";
import { examineMaelstrom, examineRuns } from "./examine.ts";

const launcher = "/opt/maelstrom/maelstrom";
const found: Location = {
  found: true,
  installation: {
    launcher,
    jar: "/opt/maelstrom/lib/maelstrom.jar",
    version: "0.2.4",
    origin: "environment",
  },
};
const programs = {
  "/usr/bin/java": 'openjdk version "17.0.15"',
  "/usr/bin/bash": "GNU bash, version 5.2.15(1)-release",
  "/usr/bin/gnuplot": "gnuplot 5.4 patchlevel 4",
  "/usr/bin/dot": "dot - graphviz version 2.43.0 (0)",
  "/usr/bin/git": "git version 2.39.5",
};
const healthy: MachineSettings = { programs, locateMaelstrom: () => found, executable: [launcher] };

/** The findings that are not well, by what was looked at. */
async function ailments(settings: MachineSettings) {
  const findings = await examineMaelstrom(machine({ ...healthy, ...settings }));
  return findings.filter(({ state }) => state !== "ok");
}

function without(program: string): MachineSettings {
  const rest = Object.entries(programs).filter(([path]) => path !== `/usr/bin/${program}`);
  return { programs: Object.fromEntries(rest) };
}

describe("what Maelstrom needs", () => {
  it("is all there on a machine that has it", async () => {
    const findings = await examineMaelstrom(machine(healthy));
    expect(findings.map(({ check, state, what }) => [check, state, what])).toEqual([
      ["Java", "ok", "17.0.15, /usr/bin/java"],
      ["bash", "ok", "5.2.15, /usr/bin/bash"],
      ["gnuplot", "ok", "5.4, /usr/bin/gnuplot"],
      ["Graphviz", "ok", "2.43.0, /usr/bin/dot"],
      ["git", "ok", "2.39.5, /usr/bin/git"],
      ["Maelstrom", "ok", `0.2.4, ${launcher}, intact`],
    ]);
  });

  it.each([
    ["java", "Java", "failed", "sudo apt-get install default-jre-headless"],
    ["bash", "bash", "failed", "sudo apt-get install bash"],
    ["gnuplot", "gnuplot", "warning", "sudo apt-get install gnuplot-nox"],
    ["dot", "Graphviz", "warning", "sudo apt-get install graphviz"],
    ["git", "git", "warning", "sudo apt-get install git"],
  ])("lacks %s where it is not on the PATH", async (program, check, state, command) => {
    const [finding, ...others] = await ailments({
      ...without(program),
      files: { "/etc/os-release": "ID=debian" },
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ check, state, what: `there is no ${program} on the PATH` });
    expect(finding?.consequence).not.toBeNull();
    expect(finding?.remedies.map(({ system }) => system)).toEqual(["Debian", "Fedora", "macOS", "Nix"]);
    expect(finding?.remedies[0]?.command).toBe(command);
  });

  it("says what a missing gnuplot does to the verdict", async () => {
    expect((await ailments(without("gnuplot")))[0]?.consequence).toMatch(
      /the verdict of a good run is unknown/,
    );
  });

  it("sees a program that does not run", async () => {
    const broken = { code: 127, text: "gnuplot: error while loading shared libraries: libgd.so.3\nmore" };
    expect((await ailments({ programs: { ...programs, "/usr/bin/gnuplot": broken } }))[0]?.what).toBe(
      "/usr/bin/gnuplot --version fails: gnuplot: error while loading shared libraries: libgd.so.3",
    );
    const mute = { code: 1, text: "" };
    expect((await ailments({ programs: { ...programs, "/usr/bin/gnuplot": mute } }))[0]?.what).toBe(
      "/usr/bin/gnuplot --version fails with exit code 1",
    );
  });

  it("is a Maelstrom that is intact", async () => {
    const inspect = async () => ({ problem: "lib/maelstrom.jar is missing", checked: true });
    const settings = (installation: object): MachineSettings => ({
      inspect,
      locateMaelstrom: () => ({ found: true, installation: { ...found.installation, ...installation } }),
    });
    if (!found.found) throw new Error("the test's own Maelstrom is missing");
    const [own] = await ailments({ inspect });
    expect(own).toMatchObject({
      state: "failed",
      what: `0.2.4, ${launcher}, is not intact: lib/maelstrom.jar is missing`,
      remedies: [{ system: null, command: "unset GLOMERS_MAELSTROM" }],
    });
    const command = async (installation: object) =>
      (await ailments(settings(installation)))[0]?.remedies[0]?.command;
    expect(await command({ origin: "cache" })).toBe("glomers maelstrom install");
    expect(await command({ origin: "cache", version: "0.2.3" })).toBe(
      "glomers maelstrom install --version 0.2.3",
    );
    expect(await command({ origin: "cache", version: "0.2.2" })).toBe(
      "glomers maelstrom install --version 0.2.2 --sha256 CHECKSUM",
    );
    expect((await ailments({ inspect, executable: [] }))[0]?.remedies[0]?.command).toBe(
      `chmod +x ${launcher}`,
    );
  });

  it("is a Maelstrom at all", async () => {
    const absent: Location = {
      found: false,
      reason: "absent",
      what: "it is not installed",
      message: "install it",
    };
    expect(await ailments({ locateMaelstrom: () => absent })).toMatchObject([
      { state: "failed", what: "it is not installed", remedies: [{ command: "glomers maelstrom install" }] },
    ]);
    const misnamed: Location = {
      found: false,
      reason: "misnamed",
      what: "it is elsewhere",
      message: "unset it",
    };
    expect(await ailments({ locateMaelstrom: () => misnamed })).toMatchObject([
      { what: "it is elsewhere", remedies: [{ command: "unset GLOMERS_MAELSTROM" }] },
    ]);
  });

  it("comes along with the package of Nix", async () => {
    const nix = "/nix/store/abc-maelstrom-0.2.4/bin/maelstrom";
    const installation = { launcher: nix, jar: null, version: null, origin: "environment" } as const;
    const inspect = async () => ({ problem: null, checked: false });
    const findings = await examineMaelstrom(
      machine({ locateMaelstrom: () => ({ found: true, installation }), inspect }),
    );
    expect(findings.map(({ state }) => state)).toEqual(["ok", "ok"]);
    expect(findings[1]?.what).toBe(`of unknown version, ${nix}, which there is nothing to hold against`);
  });
});

describe("what runs need", () => {
  const state = async (settings: MachineSettings, check: string) =>
    (await examineRuns(machine(settings), null)).find((finding) => finding.check === check)?.state;

  it.each([
    [50e9, "ok"],
    [0.9e9, "warning"],
    [0.05e9, "failed"],
    [null, "ok"],
  ])("is room on the disk: %s", async (bytes, expected) => {
    expect(await state({ freeDisk: async () => bytes }, "disk")).toBe(expected);
  });

  it("is room where there is the least of it", async () => {
    const freeDisk = async (path: string) => (path === "/tmp" ? 0.2e9 : 50e9);
    const [disk] = await examineRuns(machine({ freeDisk }), null);
    expect(disk).toMatchObject({ state: "warning", what: "0.2 GB free for /tmp" });
  });

  it.each([
    [8e9, "ok"],
    [1e9, "warning"],
    [0.3e9, "failed"],
  ])("is memory: %s", async (available, expected) => {
    expect(await state({ memory: () => ({ total: 16e9, available }) }, "memory")).toBe(expected);
  });

  it("is a program, if one is named", async () => {
    expect((await examineRuns(machine(), "gone")).map(({ check }) => check)).toEqual([
      "bin",
      "disk",
      "memory",
    ]);
  });
});
