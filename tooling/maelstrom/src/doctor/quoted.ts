/** A path as a shell takes it: as it is, or in single quotes where it holds what a shell reads otherwise. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
