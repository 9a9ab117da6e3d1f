import { describe, expect, it } from "vitest";
import { machine } from "../../test/machine.ts";
import { checkJava, javaVersion } from "./java.ts";

describe("javaVersion", () => {
  it.each([
    [
      "OpenJDK 17",
      'openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6)',
      17,
      "17.0.15",
    ],
    ["the first of a line", 'openjdk version "21" 2023-09-19', 21, "21"],
    ["early access", 'openjdk version "25-ea" 2025-09-16', 25, "25-ea"],
    [
      "Oracle 8",
      'java version "1.8.0_392"\nJava(TM) SE Runtime Environment (build 1.8.0_392-b08)',
      8,
      "1.8.0_392",
    ],
    ["Debian 9", 'openjdk version "9-Debian"', 9, "9-Debian"],
    ["Oracle LTS", 'java version "11.0.21" 2023-10-17 LTS', 11, "11.0.21"],
    [
      "OpenJ9",
      'openjdk version "11.0.20.1" 2023-08-24\nEclipse OpenJ9 VM (build openj9-0.40.0)',
      11,
      "11.0.20.1",
    ],
    [
      "GraalVM",
      'java version "23.0.1" 2024-10-15\nJava HotSpot(TM) 64-Bit Server VM Oracle GraalVM 23.0.1+11.1',
      23,
      "23.0.1",
    ],
    [
      "options from the environment",
      'Picked up JAVA_TOOL_OPTIONS: -Xmx2g\nopenjdk version "17.0.1"',
      17,
      "17.0.1",
    ],
    ["--version", "openjdk 17.0.15 2025-04-15\n", 17, "17.0.15"],
  ])("of %s", (_, printed, major, text) => {
    expect(javaVersion(printed)).toEqual({ text, major });
  });

  it.each(["", "The operation couldn't be completed. Unable to locate a Java Runtime.", 'version "x"'])(
    "of %j is none",
    (printed) => {
      expect(javaVersion(printed)).toBeNull();
    },
  );
});

describe("checkJava", () => {
  const java17 = 'openjdk version "17.0.15"';
  const java8 = 'java version "1.8.0_392"';

  it("is content with 11 and newer", async () => {
    const programs = { "/usr/bin/java": 'openjdk version "11.0.2"' };
    expect(await checkJava(machine({ programs }), null)).toMatchObject({
      state: "ok",
      what: "11.0.2, /usr/bin/java",
    });
  });

  it("names what is there in its place, and how to install it, one's own system first", async () => {
    const programs = { "/usr/bin/java": java8 };
    const finding = await checkJava(machine({ programs }), "Fedora");
    expect(finding).toMatchObject({
      state: "failed",
      what: "/usr/bin/java is version 1.8.0_392",
      consequence: "Maelstrom needs Java 11 or newer",
    });
    expect(finding.remedies).toEqual([
      { system: "Fedora", command: "sudo dnf install java-headless" },
      { system: "Debian", command: "sudo apt-get install default-jre-headless" },
      { system: "macOS", command: "brew install --cask temurin" },
      { system: "Nix", command: "nix-shell -p jdk" },
    ]);
  });

  it("sees through the stand-in of macOS", async () => {
    const text = "The operation couldn’t be completed. Unable to locate a Java Runtime.";
    const programs = { "/usr/bin/java": { code: 1, text } };
    expect((await checkJava(machine({ programs }), "macOS")).what).toMatch(
      /does not say which version it is/,
    );
  });

  it("knows that JAVA_HOME is not where Maelstrom looks", async () => {
    const env = { JAVA_HOME: "/opt/jdk" };
    const programs = { "/opt/jdk/bin/java": java17, "/usr/bin/java": java8 };
    const finding = await checkJava(machine({ env, programs }), null);
    expect(finding.what).toBe(
      "/usr/bin/java is version 1.8.0_392; JAVA_HOME has 17.0.15, but Maelstrom starts the java of the PATH",
    );
    expect(finding.remedies[0]).toEqual({ system: null, command: 'export PATH="$JAVA_HOME/bin:$PATH"' });
    const old = machine({ env, programs: { "/opt/jdk/bin/java": java8 } });
    expect((await checkJava(old, null)).what).toBe("there is no java on the PATH");
  });
});
