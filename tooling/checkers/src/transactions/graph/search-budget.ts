/** How much work a search may do. Work is counted, not timed, so that a verdict does not depend on the machine. */
export interface SearchBudget {
  /** Edges that may still be looked at; below zero the budget is spent. */
  left: number;
  /** With how many each search begins. */
  readonly whole: number;
}
