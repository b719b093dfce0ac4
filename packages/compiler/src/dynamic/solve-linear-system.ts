/**
 * Gaussian elimination with partial pivoting.
 *
 * @param system one row an equation, whose last entry is the right-hand side
 * @returns one value an unknown; null for a singular system
 */
export function solveLinearSystem(system: readonly (readonly number[])[]): number[] | null {
  const rows = system.map((row) => [...row])
  const count = rows.length
  for (let column = 0; column < count; column++) {
    const candidates = Array.from({ length: count - column }, (_, index) => column + index)
    const pivot = candidates.reduce((best, row) =>
      Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!) ? row : best,
    )
    if (Math.abs(rows[pivot]![column]!) < 1e-9) return null
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    const pivotRow = rows[column]!
    rows.forEach((row, index) => {
      if (index === column) return
      const factor = row[column]! / pivotRow[column]!
      for (let k = column; k <= count; k++) row[k]! -= factor * pivotRow[k]!
    })
  }
  return rows.map((row, index) => row[count]! / row[index]!)
}
