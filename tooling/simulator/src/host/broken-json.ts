/** Why a line that should have been a message is no JSON, where that can be said better than by the parser. */

/** What people print by mistake, and how it looks. */
const MISTAKES: readonly (readonly [isThis: (line: string) => boolean, why: string])[] = [
  [
    // json.dumps(message, indent=2), JSON.stringify(message, null, 2)
    (line) => /^[{[]$/.test(line.trim()),
    "it is the beginning of something that goes on over several lines; print each message on one",
  ],
  [
    // print(message), of a dict
    (line) => /^\s*\{\s*'/.test(line),
    "its strings are in single quotes, as when Python prints a dict; print json.dumps of it",
  ],
  [(line) => line.startsWith("\ufeff"), "it begins with a byte order mark; write UTF-8 without one"],
  [(line) => line.includes("\0"), "there are bytes of zero in it, as in UTF-16; write UTF-8"],
];

/** @param complaint - the parser's, for what is broken in another way */
export function whyBroken(line: string, complaint: string): string {
  return MISTAKES.find(([isThis]) => isThis(line))?.[1] ?? complaint;
}
