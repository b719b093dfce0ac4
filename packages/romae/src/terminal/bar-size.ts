/** Columns of a terminal that does not say. */
const USUAL = 80
/** Of what stands after a bar: counts of six digits, a loss, hours left. */
const NUMBERS = 54

/** Columns for a progress bar such that all that stands beside it fits onto one line, where that is possible. */
export function barSize(label: string, { columns = USUAL }: { readonly columns?: number }): number {
  return Math.max(8, Math.min(40, columns - label.length - NUMBERS))
}
