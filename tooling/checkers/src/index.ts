export type { Finding, Validity, Verdict } from "./verdict.ts";
