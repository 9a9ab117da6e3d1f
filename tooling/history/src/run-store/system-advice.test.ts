import { expect, test } from "vitest";
import { systemAdvice } from "./system-advice.ts";

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code });
}

test("too many open files are told with the limit that holds, and not blamed on the folder", () => {
  expect(systemAdvice(refusal("EMFILE"), "choose another folder")).toMatch(
    /^a process may have no more than (\d+|unlimited) files open here \(ulimit -n\), .* raise that limit, or take fewer nodes$/,
  );
});

test.each([
  ["ENFILE", /all programs of this machine together/],
  ["ENAMETOOLONG", /shorter names/],
  ["ENOSPC", /make room/],
  ["EDQUOT", /make room/],
])("%s", (code, advice) => {
  expect(systemAdvice(refusal(code), "otherwise")).toMatch(advice);
});

test("of what is none of these the caller knows more", () => {
  expect(systemAdvice(refusal("EACCES"), "otherwise")).toBe("otherwise");
  expect(systemAdvice("a text", "otherwise")).toBe("otherwise");
});
