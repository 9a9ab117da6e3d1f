/** Text as Markdown of GitHub's kind takes it. */

/** In a cell of a table, or in a line of its own: nothing of it is markup, and its lines stay lines. */
export function escapedMarkdown(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "\\|")
    .replaceAll("\n", "<br>");
}

/** Text as it is, between fences that it cannot end. */
export function fencedMarkdown(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
