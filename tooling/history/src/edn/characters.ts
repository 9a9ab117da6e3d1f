/** Which characters mean what in EDN text. */

/** What a backslash and a name stand for outside of strings: `\newline`. */
export const CHARACTERS: { readonly [name: string]: string } = {
  newline: "\n",
  return: "\r",
  space: " ",
  tab: "\t",
  backspace: "\b",
  formfeed: "\f",
};

/** What a letter stands for after a backslash in a string. */
export const STRING_ESCAPES: { readonly [letter: string]: string } = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  '"': '"',
  "\\": "\\",
};

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

export function isDigit(code: number): boolean {
  return code >= DIGIT_0 && code <= DIGIT_9;
}

/** Space, comma, tab, line feed, form feed, carriage return. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x2c || (code >= 0x09 && code <= 0x0d);
}

/** A blank, or one of `"()[]{};\`. */
export function isDelimiter(code: number): boolean {
  return (
    isBlank(code) ||
    code === 0x22 ||
    code === 0x28 ||
    code === 0x29 ||
    code === 0x3b ||
    code === 0x5b ||
    code === 0x5c ||
    code === 0x5d ||
    code === 0x7b ||
    code === 0x7d
  );
}
