/** A place in a file. Lines and columns count from 1. */
export interface FilePosition {
  /** The path as given, or `<stream>`. */
  readonly file: string
  readonly line: number
  /** In a `.ts` file the character within the line; in a CSV file the cell within the row. */
  readonly column: number
}
