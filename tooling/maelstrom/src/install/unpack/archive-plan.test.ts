import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArchiveError, ArchivePlan, type EntryHeader, type Placement } from "./archive-plan.ts";

function header(name: string, changes: Partial<EntryHeader> = {}): EntryHeader {
  return { name, type: "file", size: 0, mode: 0o644, linkname: null, ...changes };
}

function link(name: string, linkname: string): EntryHeader {
  return header(name, { type: "symlink", linkname });
}

function planned(...entries: readonly EntryHeader[]): readonly Placement[] {
  const plan = new ArchivePlan();
  const placements = entries.map((entry) => plan.add(entry));
  plan.finish();
  return placements;
}

describe("an archive's plan", () => {
  it("keeps of a mode only whether it is a program", () => {
    const modes = [0o644, 0o4755, 0o777, 0o600, 0o400];
    expect(
      planned(...modes.map((mode) => header(`f${mode}`, { mode }))).map((p) => "mode" in p && p.mode),
    ).toEqual([0o644, 0o755, 0o755, 0o644, 0o644]);
  });

  it("writes paths as one writes them", () => {
    expect(planned(header("./a//b/./c"))).toEqual([{ kind: "file", path: "a/b/c", mode: 0o644 }]);
    expect(planned(header("./", { type: "directory" }))).toEqual([{ kind: "nothing" }]);
  });

  it("follows links through links, however they are ordered", () => {
    expect(planned(link("a/in", "../b/x"), link("b/x", "y"), header("b/y"))).toHaveLength(3);
    // Each of them stays inside if the other is not looked at.
    expect(() => planned(link("a/up", ".."), link("out", "a/up/.."), header("a/f"))).toThrow(
      /"out" is a link that leads out/,
    );
    expect(() => planned(link("out", "a/up/.."), link("a/up", ".."))).toThrow(
      /"out" is a link that leads out/,
    );
    expect(() => planned(link("a", "b"), link("b", "a"))).toThrow(/leads in a circle/);
  });

  it.each<[what: string, entries: readonly EntryHeader[], complaint: RegExp]>([
    ["..", [header("..")], /leads out/],
    ["a backslash", [header("a\\..\\b")], /has a character/],
    ["a NUL", [header("a\0b")], /has a character/],
    ["a drive", [header("C:/x")], /absolute/],
    ["no name", [header("")], /has the name of the folder that holds/],
    ["a file in a file", [header("a"), header("a/b")], /lies in "a", which is a file/],
    ["a file in a link", [link("a", "b"), header("a/c/d")], /lies in "a", which is a link/],
    ["a link in place of a folder", [header("a/b"), link("a", "c")], /"a" comes twice/],
    ["a file twice", [header("a"), header("./a")], /"a" comes twice/],
    ["a link to nothing", [link("a", "")], /outside of its folder/],
    ["something unknown", [header("a", { type: "sparse" })], /is a sparse/],
  ])("refuses %s", (_, entries, complaint) => {
    expect(() => planned(...entries)).toThrow(complaint);
  });

  it("refuses too much", () => {
    const plan = new ArchivePlan({ entries: 2, bytes: 100 });
    plan.add(header("a", { size: 100 }));
    expect(() => plan.add(header("b", { size: 1 }))).toThrow(/"b" makes it larger than any release/);
    expect(() => new ArchivePlan({ entries: 0, bytes: 1 }).add(header("a"))).toThrow(ArchiveError);
  });
});

/** Invariant: whatever is planned, made on a real disk in the order in which `unpack` makes it, leads nowhere but inside. */
it("never lets anything lead out of its folder", () => {
  const name = fc.constantFrom("a", "b", "c", "..", ".", "");
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
  const entry = fc.record({
    name: path,
    type: fc.constantFrom("file", "directory", "symlink", "symlink", "link"),
    linkname: path,
    size: fc.constant(0),
    mode: fc.constant(0o644),
  });
  let whole = 0;
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
      // Entries that are refused one by one leave more archives that are not than refusing all of them at the first would.
      const plan = new ArchivePlan();
      const placements = entries.flatMap((candidate) => {
        try {
          return [plan.add(candidate)];
        } catch (error) {
          if (!(error instanceof ArchiveError)) throw error;
          return [];
        }
      });
      try {
        plan.finish();
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        return;
      }
      if (placements.some(({ kind }) => kind === "link")) whole += 1;
      expectInside(placements);
    }),
    { numRuns: 500 },
  );
  expect(whole).toBeGreaterThan(20);
});

function expectInside(placements: readonly Placement[]): void {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "glomers-plan-")));
  const root = join(base, "root");
  mkdirSync(root);
  try {
    const later = placements.filter(({ kind }) => kind === "link");
    for (const placement of [...placements.filter(({ kind }) => kind !== "link"), ...later])
      make(placement, root);
    expect(readdirSync(base)).toEqual(["root"]);
    for (const placement of placements) {
      if (placement.kind === "nothing") continue;
      const real = realpathOf(join(root, placement.path));
      if (real !== null) expect(`${real}${sep}`.startsWith(`${root}${sep}`)).toBe(true);
    }
  } finally {
    rmSync(base, { recursive: true });
  }
}

function make(placement: Placement, root: string): void {
  if (placement.kind === "nothing") return;
  const path = join(root, placement.path);
  mkdirSync(placement.kind === "folder" ? path : dirname(path), { recursive: true });
  if (placement.kind === "file") writeFileSync(path, "", { flag: "wx" });
  if (placement.kind === "copy") copyFileSync(join(root, placement.of), path);
  if (placement.kind === "link") symlinkSync(placement.target, path);
}

/** Null for a link to nothing. */
function realpathOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
