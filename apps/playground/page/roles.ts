/** What the columns of a file are for. */
export interface Roles {
  readonly time: string
  /** Tells series apart; null: the file is one. */
  readonly id: string | null
  /** Left out. */
  readonly ignore: readonly string[]
  /** Columns of numbers that are never below 0, as `--non-negative` has it. */
  readonly nonNegative: readonly string[]
  /** As `--time-format` has it; null: found in the file. */
  readonly timeFormat: string | null
}
