/**
 * What to do when the system refuses to make or to write a file, for the refusals whose cause is not the folder: choosing
 * another one would not help those who have too many files open.
 */

/** @param otherwise - the advice where the refusal is none of these */
export function systemAdvice(cause: unknown, otherwise: string): string {
  switch (codeOf(cause)) {
    case "EMFILE":
      return `a process may have ${openFileLimit()} files open here (ulimit -n), and each node takes some: raise that limit, or take fewer nodes`;
    case "ENFILE":
      return "all programs of this machine together have as many files open as it allows: end some of them, or take fewer nodes";
    case "ENAMETOOLONG":
      return "take shorter names for the nodes and the folder";
    case "ENOSPC":
    case "EDQUOT":
      return "make room, or choose another folder";
    default:
      return otherwise;
  }
}

/** The limit that holds, which Node has raised as far as it may when it started; in words if the system does not tell it. */
function openFileLimit(): string {
  const report: unknown = process.report.getReport();
  const soft = field(field(field(report, "userLimits"), "open_files"), "soft");
  return typeof soft === "number" || typeof soft === "string" ? `no more than ${soft}` : "only so many";
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error ? field(cause, "code") : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
