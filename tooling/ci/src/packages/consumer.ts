/**
 * The project of somebody who uses the packages: an empty folder with a manifest that asks for tarballs, one program that
 * imports all that they offer, and one TypeScript configuration for each way to resolve modules.
 */
import type { Entry } from "./subpaths.ts";

/** A package that was packed. */
export interface Tarball {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
}

/** Names and contents of files. */
export type Files = Readonly<Record<string, string>>;

export const resolutions = ["nodenext", "bundler"] as const;
export type Resolution = (typeof resolutions)[number];

/**
 * The program, once for Node and once for TypeScript: it uses what it imports, or a compiler might look at nothing.
 * TypeScript's declarations of JSON are inferred from the file, so they are imported just the same.
 */
export function programFiles(entries: readonly Entry[]): Files {
  const imports = entries.map(({ specifier, kind }, index) =>
    kind === "json"
      ? `import entry${index} from "${specifier}" with { type: "json" };`
      : `import * as entry${index} from "${specifier}";`,
  );
  const names = entries.map((_, index) => `entry${index}`).join(", ");
  const run = `for (const entry of [${names}]) if (Object.keys(entry).length === 0) throw new Error("an entry exports nothing");`;
  const text = [...imports, run, ""].join("\n");
  return { "consumer.mjs": text, "consumer.ts": `${text}export const all = [${names}] as const;\n` };
}

/**
 * As strict as TypeScript gets, and with the packages' own declarations checked, which most projects skip.
 *
 * @param typeRoot the folder that holds the declarations of Node, which every program for Node has
 */
export function compilerOptions(resolution: Resolution, typeRoot: string): string {
  return JSON.stringify({
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023"],
      module: resolution === "nodenext" ? "nodenext" : "preserve",
      moduleResolution: resolution,
      resolveJsonModule: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      skipLibCheck: false,
      types: ["node"],
      typeRoots: [typeRoot],
      noEmit: true,
    },
    files: ["consumer.ts"],
  });
}

export interface Project {
  /** Packages that its manifest names. */
  readonly wanted: readonly Tarball[];
  /** All packages that may be installed with them: where the packages ask for one another, they get these. */
  readonly available: readonly Tarball[];
}

export function specifiersOf(tarballs: readonly Tarball[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
}
