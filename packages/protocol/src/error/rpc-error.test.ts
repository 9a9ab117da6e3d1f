import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkError } from "../contract/body.ts";
import { errorRegistry } from "./registry.ts";
import { isRpcError, RpcError } from "./rpc-error.ts";

test("an error names its code, says whether it is definite, and reads well", () => {
  const error = RpcError.keyDoesNotExist("no key 3");
  expect(error).toMatchObject({ code: 20, codeName: "key-does-not-exist", definite: true, text: "no key 3" });
  expect(String(error)).toBe("RpcError: key-does-not-exist (20): no key 3");
});

test("an error that came in a message has no stack trace, which would be dear; one that is made here has", () => {
  expect(RpcError.fromBody({ type: "error", code: 14, text: "no" }).stack).toBe("RpcError: abort (14): no");
  expect(RpcError.abort("no").stack).toContain("rpc-error.test");
});

test("a code of one's own is unknown and indefinite, whatever its number", () => {
  const named = new Set(errorRegistry.map(({ code }) => code));
  fc.assert(
    fc.property(
      fc.integer().filter((code) => !named.has(code)),
      (code) => {
        expect(new RpcError(code)).toMatchObject({ code, codeName: "unknown", definite: false });
      },
    ),
  );
});

test.each([Number.NaN, 1.5, "abort", undefined])("a code that is no integer is refused: %s", (code) => {
  // @ts-expect-error As only a program without types can have it.
  expect(() => new RpcError(code)).toThrow(
    `RpcError: the code must be an integer, as 14 for an abort; it was ${code}`,
  );
});

test.each([
  [0, RpcError.timeout],
  [1, RpcError.nodeNotFound],
  [10, RpcError.notSupported],
  [11, RpcError.temporarilyUnavailable],
  [12, RpcError.malformedRequest],
  [13, RpcError.crash],
  [14, RpcError.abort],
  [20, RpcError.keyDoesNotExist],
  [21, RpcError.keyAlreadyExists],
  [22, RpcError.preconditionFailed],
  [30, RpcError.txnConflict],
])("code %i has a constructor", (code, construct) => {
  expect(construct("why")).toMatchObject({ code, text: "why" });
});

describe("on the wire", () => {
  test("an error without text or fields has the least body", () => {
    expect(new RpcError(14).toBody(7)).toEqual({ type: "error", in_reply_to: 7, code: 14 });
  });

  test("fields cannot pass for what every error has", () => {
    const error = new RpcError(14, "no", {
      code: 0,
      in_reply_to: 1,
      type: "echo_ok",
      text: "yes",
      leader: "n2",
    });
    expect(error.toBody(7)).toEqual({ type: "error", in_reply_to: 7, code: 14, text: "no", leader: "n2" });
  });

  test("an error comes back as it went, and is a valid body", () => {
    const reserved = new Set(["type", "in_reply_to", "msg_id", "code", "text"]);
    const fields = fc.dictionary(
      fc.string().filter((key) => !reserved.has(key)),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.integer(), fc.option(fc.string(), { nil: undefined }), fields, (code, text, extra) => {
        const body = JSON.parse(
          JSON.stringify(new RpcError(code, text, JSON.parse(JSON.stringify(extra))).toBody(3)),
        );
        const back = RpcError.fromBody(body);
        expect(checkError(body)).toBeNull();
        expect({ code: back.code, text: back.text }).toEqual({ code, text });
        expect(JSON.stringify(back.fields)).toBe(JSON.stringify(extra));
      }),
    );
  });

  test("keys that every object inherits are fields like others", () => {
    const body = JSON.parse(
      '{"type":"error","in_reply_to":1,"code":11,"__proto__":{"definite":false},"constructor":1}',
    );
    const error = RpcError.fromBody(body);
    expect(error.definite).toBe(true);
    expect(Object.keys(error.fields)).toEqual(["__proto__", "constructor"]);
  });

  test.each(["{}", '{"code":"11"}', '{"code":null}', '{"code":1.5,"text":7}'])(
    "a body that lacks an integer code is still an error: %s",
    (json) => {
      expect(RpcError.fromBody(JSON.parse(json))).toMatchObject({
        code: -1,
        codeName: "unknown",
        definite: false,
      });
    },
  );
});

describe("isRpcError", () => {
  test("knows an error of another copy of the package, to which instanceof is blind", async () => {
    const copy: typeof import("./rpc-error.ts") = await import("./rpc-error.ts?copy" as string);
    const foreign = copy.RpcError.abort("elsewhere");
    expect(foreign instanceof RpcError).toBe(false);
    expect(isRpcError(foreign)).toBe(true);
  });

  test.each([null, undefined, 20, "abort", {}, new Error("abort (14)"), { code: 14, definite: true }])(
    "takes nothing else for one: %s",
    (value) => {
      expect(isRpcError(value)).toBe(false);
    },
  );
});
