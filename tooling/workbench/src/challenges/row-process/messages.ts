/** What the table and the process of one row say to each other. Both are built from the same source, side by side. */
import type { Validity } from "@gossip-glomers/checkers";
import type { Cause } from "../../run/interruption.ts";
import type { MeasureName } from "../figures.ts";
import type { Strain } from "../strain/strain.ts";

/** One row to be run. */
export interface RowRequest {
  readonly id: string;
  /** The options of `glomers test`, as typed, and what stands after `--`. */
  readonly typed: readonly string[];
  readonly args: readonly string[];
  readonly seed: number;
  /** Whether its nodes are modules inside the process. */
  readonly virtual: boolean;
  readonly version: string;
  /** By which its nodes are found again if it is killed. */
  readonly mark: string;
  readonly colours: boolean;
}

/** From the table to the row's process. */
export type ToRow =
  | { readonly kind: "run"; readonly request: RowRequest }
  /** The answer to `ready`: operations may begin. */
  | { readonly kind: "go" }
  | { readonly kind: "interrupt"; readonly cause: Cause };

/** From the row's process to the table. */
export type FromRow =
  /** All nodes have started; in real time alone. */
  | { readonly kind: "ready" }
  /** How far it is, about once a second. */
  | { readonly kind: "progress"; readonly line: string }
  /** It still comes back to its events; about once a second, in virtual time alone. */
  | { readonly kind: "alive" }
  | {
      readonly kind: "report";
      readonly report: RowReport;
      /** Milliseconds of processor time that the process has taken until now, its start included. */
      readonly workMs: number;
    };

/** What became of one run of a row. */
export interface RowReport {
  readonly valid: Validity;
  /** Why the run was cut short, in words that follow "was"; null if it was not. */
  readonly interrupted: string | null;
  readonly measures: readonly (readonly [MeasureName, number | null])[];
  /** Null in virtual time, which no machine can strain. */
  readonly strain: Strain | null;
  /** The report of `glomers test`; empty if nothing of the run was kept, as it passed. */
  readonly text: string;
  /** The folder of the run; null if it was not kept. */
  readonly store: string | null;
}
