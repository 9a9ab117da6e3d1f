/** Which files a commit changes against another one. */
import { execFileSync } from "node:child_process";

/**
 * @returns paths relative to the repository, with slashes; null if that cannot be told: a branch's first push has no base, and a
 * forced one may have lost it
 */
export function changedSince(
  base: string,
  root: string,
  complain: (message: string) => void,
): readonly string[] | null {
  if (base === "" || /^0+$/.test(base)) return null;
  try {
    // A file that moves from one package to another changes both; as a rename, git would name only where it went.
    const args = ["diff", "--name-only", "--no-renames", "-z", "--end-of-options", `${base}...HEAD`];
    const paths = execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return paths.split("\0").filter((path) => path !== "");
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    complain(`${base} cannot be compared with, so every row is run: ${reason}`);
    return null;
  }
}
