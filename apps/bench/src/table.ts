/** A line of a table: the first cell to the left of its column, the others to the right of theirs. */
export function row(widths: readonly number[], cells: readonly string[]): string {
  return cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('')
}
