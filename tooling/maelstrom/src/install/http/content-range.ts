/** The header Content-Range (RFC 9110, 14.4). */

export interface ContentRange {
  /** Number of the first byte that follows; null in an answer 416, which sends none. */
  readonly start: number | null;
  /** Length of the whole; null if the server does not know. */
  readonly total: number | null;
}

/** `bytes 100-199/1000`, with an asterisk for a length that is not known, or for bytes that are not sent; null if it is something else. */
export function readContentRange(text: string | undefined): ContentRange | null {
  const match = /^bytes (?:(?<start>\d+)-\d+|\*)\/(?<total>\d+|\*)$/.exec(text?.trim() ?? "");
  const { start, total } = match?.groups ?? {};
  if (match === null) return null;
  return {
    start: start === undefined ? null : Number(start),
    total: total === undefined || total === "*" ? null : Number(total),
  };
}
