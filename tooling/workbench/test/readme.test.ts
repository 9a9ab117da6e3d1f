/** The README is true: it has every option with its default, and its commands run. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { checkOptionTable } from "../src/check/check-options.ts";
import { exitCode } from "../src/cli/exit-code.ts";
import { challengesOptions } from "../src/options/challenges-options.ts";
import { doctorOptionTable } from "../src/options/doctor-options.ts";
import { installOptionTable } from "../src/options/install-options.ts";
import { maelstromChallengesOptionTable } from "../src/options/maelstrom-challenges-options.ts";
import { maelstromTestOptionTable } from "../src/options/maelstrom-test-options.ts";
import { sweepOptionTable } from "../src/options/sweep-options.ts";
import { testOptionGroups } from "../src/options/test-option-table.ts";
import { workloadNames } from "../src/options/workload-names.ts";
import { glomers, scratch } from "./glomers.ts";

const place = scratch();
afterAll(() => place.remove());

const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
const [maelstrom, own, faults, inherited] = testOptionGroups;

describe("the README", () => {
  const ofTest = [maelstrom, own, faults].flatMap((group) => group?.entries ?? []);
  it.each([...ofTest, ...sweepOptionTable, ...challengesOptions, ...installOptionTable])(
    "has $flags",
    (entry) => {
      const { flags, fallback = "", description } = entry;
      expect(readme).toContain(`| \`${flags}\` | ${fallback} | ${description} |`);
    },
  );

  it.each([...checkOptionTable, ...doctorOptionTable])(
    "has $flags of check or doctor",
    ({ flags, description }) => {
      expect(readme).toContain(`| \`${flags}\` | ${description} |`);
    },
  );

  it.each([...maelstromTestOptionTable, ...maelstromChallengesOptionTable])(
    "has $flags of maelstrom",
    ({ flags, fallback = "", description }) => {
      expect(readme).toContain(`| \`${flags}\` | ${fallback} | ${description} |`);
    },
  );

  it.each(inherited?.entries ?? [])("names $flags, which means nothing", ({ flags }) => {
    expect(readme).toContain(`\`${flags.split(" ")[0]}\``);
  });

  it("names every exit code and every workload", () => {
    for (const code of Object.values(exitCode))
      expect(readme).toMatch(new RegExp(`^\\|.*\\b${code}\\b`, "m"));
    for (const name of workloadNames) expect(readme).toContain(`\`${name}\``);
  });

  it("shows help that names each command in it", async () => {
    const { out } = await glomers(place.path, "--help");
    const commands = new Set(
      [...readme.matchAll(/^(?:\| .*`|)glomers ([a-z]+)/gm)].map(([, command]) => command),
    );
    expect(commands).toContain("test");
    for (const command of commands) expect(out).toContain(`${command} [options]`);
  });
});
