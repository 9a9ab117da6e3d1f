/** Whether `java` is there and new enough: Maelstrom's classes are of version 55, which is Java 11, whatever its README says. */
import { join } from "node:path";
import { type Finding, failed, ok } from "./finding.ts";
import type { Machine } from "./machine.ts";
import { installing, type Packages, type System } from "./system.ts";

const oldest = 11;

const packages: Packages = {
  Debian: "default-jre-headless",
  Fedora: "java-headless",
  macOS: "--cask temurin",
  Nix: "jdk",
};

export interface JavaVersion {
  readonly text: string;
  readonly major: number;
}

/**
 * The version in what `java -version` prints: `openjdk version "17.0.15" 2025-04-15`, `java version "1.8.0_392"`,
 * `openjdk version "21-ea"`, with lines such as `Picked up JAVA_TOOL_OPTIONS` before it; null if there is none.
 */
export function javaVersion(printed: string): JavaVersion | null {
  const text =
    /^\S.* version "([^"]+)"/m.exec(printed)?.[1] ?? /^(?:openjdk|java) (\d\S*)/m.exec(printed)?.[1];
  // Until Java 8 the number came second: 1.8.
  const major = /^(?:1\.)?(\d+)/.exec(text ?? "")?.[1];
  return text === undefined || major === undefined ? null : { text, major: Number(major) };
}

export async function checkJava(machine: Machine, own: System | null): Promise<Finding> {
  const path = await machine.find("java");
  const version = path === null ? null : await versionOf(path, machine);
  if (path !== null && version !== null && version.major >= oldest)
    return ok("Java", `${version.text}, ${path}`);
  const what =
    path === null
      ? "there is no java on the PATH"
      : version === null
        ? `${path} does not say which version it is, so it may be a stand-in for one that is not installed`
        : `${path} is version ${version.text}`;
  const elsewhere = await javaHome(machine);
  return failed("Java", {
    what:
      elsewhere === null
        ? what
        : `${what}; JAVA_HOME has ${elsewhere.text}, but Maelstrom starts the java of the PATH`,
    consequence: `Maelstrom needs Java ${oldest} or newer`,
    remedies:
      elsewhere === null
        ? installing(packages, own)
        : [{ system: null, command: 'export PATH="$JAVA_HOME/bin:$PATH"' }, ...installing(packages, own)],
  });
}

/** The Java that JAVA_HOME names, if it would do. */
async function javaHome(machine: Machine): Promise<JavaVersion | null> {
  const home = machine.env.JAVA_HOME;
  if (home === undefined || home === "") return null;
  const version = await versionOf(join(home, "bin", "java"), machine);
  return version !== null && version.major >= oldest ? version : null;
}

async function versionOf(path: string, machine: Machine): Promise<JavaVersion | null> {
  const ran = await machine.run(path, ["-version"]);
  return ran === null || ran.code !== 0 ? null : javaVersion(ran.text);
}
