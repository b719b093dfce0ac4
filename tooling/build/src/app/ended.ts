/** How a command ended. */
export interface Ended {
  /** 0: it succeeded; null: it was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}
