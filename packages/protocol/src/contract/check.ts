/**
 * Compiled validators as checks.
 *
 * Every message passes here, so the valid case is one call and one test; all care for a good message comes after a
 * validator has said no (`violation.ts`). The calls in the contracts are marked pure, so that a bundled bin carries the
 * validators of its own workload only.
 */
import type { Check } from "../definition.ts";
import { type Fault, violationOf } from "./violation.ts";

/** What ajv compiles: says whether the body is valid, and leaves the faults on itself. */
export interface Validate {
  (body: unknown): boolean;
  errors?: readonly Fault[] | null;
}

/** A check by `validate` of bodies whose `type` is to be `type`, if a type is given. */
export function check(validate: Validate, type?: string): Check {
  return (body) => (validate(body) ? null : violationOf(body, validate.errors ?? [], type));
}
