/** A line as the log quotes it: a fault is seen in its beginning, and the log must stay readable. */
export function excerpt(line: string, length = 200): string {
  return line.length <= length ? line : `${line.slice(0, length)}… (${line.length} characters)`;
}
