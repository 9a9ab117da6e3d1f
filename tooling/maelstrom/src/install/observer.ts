/** What an installation tells while it runs. */

/** How far one of its steps is, in bytes. */
export interface Progress {
  readonly step: "downloading" | "copying" | "checking" | "unpacking";
  readonly done: number;
  /** Null if nobody knows. */
  readonly total: number | null;
}

export interface InstallObserver {
  /** Something that is worth reading afterwards, too. */
  note(text: string): void;
  progress(progress: Progress): void;
}
