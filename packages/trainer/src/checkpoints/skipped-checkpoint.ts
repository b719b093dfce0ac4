/** A checkpoint that is not whole, and so was not taken. */
export interface SkippedCheckpoint {
  readonly folder: string
  /** Which file is missing or damaged. */
  readonly reason: string
}
